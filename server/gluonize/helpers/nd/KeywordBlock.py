import inspect

import mxnet as mx


class KeywordBlock(mx.gluon.Block):
    """A Block that is also called with arguments by name, as PyTorch's modules are; hooks get them by place."""

    def __call__(self, *inputs, **named):
        if not named:
            return super().__call__(*inputs)
        forward = self.forward
        given = inspect.signature(forward).bind(*inputs, **named)
        given.apply_defaults()
        self.forward = lambda *arguments: forward(*arguments, **given.kwargs)  # what only has a name
        try:
            return super().__call__(*given.args)
        finally:
            del self.forward
