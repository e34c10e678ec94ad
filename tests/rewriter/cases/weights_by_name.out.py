from mxnet.gluon import nn
import mxnet as mx


def parameter_of(block, name):
    """The parameter of a Gluon block that PyTorch calls `name`: normalisation layers have gamma and beta instead."""
    if not hasattr(block, name):
        name = {"weight": "gamma", "bias": "beta"}[name]
    return getattr(block, name)


def reinitialize(target, initializer):
    """Fill a gluon Parameter (at once, also before `initialize()` of its block) or an array; gives it back."""
    if isinstance(target, mx.gluon.Parameter):
        target.initialize(initializer, force_reinit=True)
    else:
        initializer._init_weight("weight", target)
    return target


def init_weights(m):
    name = m.__class__.__name__
    if name.find("Conv") != -1:
        reinitialize(parameter_of(m, 'weight'), mx.init.Normal(0.02))
    elif isinstance(m, nn.BatchNorm):
        reinitialize(parameter_of(m, 'weight'), mx.init.One())


norm = nn.BatchNorm(in_channels=3)
norm.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
print(norm.gamma.data())
net = nn.Sequential()
net.add(nn.Conv2D(3, 3, in_channels=1), norm)
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
net.apply(init_weights)
