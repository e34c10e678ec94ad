import inspect

import mxnet as mx


class KeywordBlock(mx.gluon.Block):
    """A Block that is also called with arguments by name, as PyTorch's modules are; hooks get them by place."""

    def __call__(self, *inputs, **named):
        if not named:
            return super().__call__(*inputs)
        given = inspect.signature(self.forward).bind(*inputs, **named)
        given.apply_defaults()
        return self.forward(*given.args, **given.kwargs) if given.kwargs else super().__call__(*given.args)
