import inspect
import mxnet as mx
from mxnet.gluon import nn


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


class Net(KeywordBlock):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, in_units=3, flatten=False)

    def forward(self, x, mask=None, alpha=1.0):
        return self.fc(x) * alpha


class Outer(KeywordBlock):
    def __init__(self):
        super().__init__()
        self.net = Net()

    def forward(self, x, mask=None):
        return self.net(x, mask=mask)


net = Outer()
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
print(net(mx.nd.ones((1, 3)), mask=None).shape)
inputs = {"x": mx.nd.ones((1, 3))}
print(net(**inputs).shape, net(x=mx.nd.ones((1, 3))))
