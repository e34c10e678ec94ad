from mxnet.gluon import nn
import mxnet as mx


class Between(mx.init.Initializer):
    """Draws evenly from `low` to `high`; mx.init.Uniform draws from -scale to scale."""

    def __init__(self, low, high):
        super().__init__()
        self._base, self._shift = mx.init.Uniform((high - low) / 2), (low + high) / 2

    def _init_weight(self, name, arr):
        self._base._init_weight(name, arr)
        arr += self._shift


def reinitialize(target, initializer):
    """Fill a gluon Parameter (at once, also before `initialize()` of its block) or an array; gives it back."""
    if isinstance(target, mx.gluon.Parameter):
        known = target._data is not None or target._deferred_init
        target.initialize(initializer, ctx=target.list_ctx() if known else None, force_reinit=True)
    else:
        initializer._init_weight("weight", target)
    return target


class Net(mx.gluon.Block):
    def __init__(self, scale):
        super().__init__()
        self.fc = nn.Dense(3, in_units=2, flatten=False)
        reinitialize(self.fc.weight, Between(-scale, scale))
        reinitialize(self.fc.bias, mx.init.Zero())
        reinitialize(self.fc.weight, mx.init.Normal(0.1))

    def forward(self, x):
        return self.fc(x)
