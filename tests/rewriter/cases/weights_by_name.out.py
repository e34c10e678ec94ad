from mxnet.gluon import nn
import mxnet as mx


class BatchNorm(mx.gluon.nn.BatchNorm):
    """Gluon's batch normalisation over axis 1 with PyTorch's running statistics.

    They are updated on every pass in training mode, with the variance divided by n - 1. Gluon's own are updated on the
    way back and divide by n; a block that is hybridized keeps to these.
    """

    def __init__(self, channels, eps=1e-5, momentum=0.1, affine=True):
        super().__init__(momentum=1 - momentum, epsilon=eps, center=affine, scale=affine, in_channels=channels)

    def hybrid_forward(self, F, x, gamma, beta, running_mean, running_var):
        if F is mx.nd and mx.autograd.is_training() and not self._kwargs["use_global_stats"]:
            running = running_mean.copy(), running_var.copy()
            with mx.autograd.pause():
                self._follow(x, running_mean, running_var)
            running_mean, running_var = running
        return super().hybrid_forward(F, x, gamma, beta, running_mean, running_var)

    def _follow(self, x, running_mean, running_var):
        kept, count = self._kwargs["momentum"], x.size // x.shape[1]
        mean, variance = mx.nd.moments(x, axes=[axis for axis in range(x.ndim) if axis != 1])
        running_mean[:] = running_mean * kept + mean * (1 - kept)
        running_var[:] = running_var * kept + variance * ((1 - kept) * count / max(count - 1, 1))


def initialized(block):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back.

    What has been filled before keeps its values.
    """
    start = mx.init.Xavier(factor_type="in", magnitude=1)
    for parameter in block.collect_params().values():
        if parameter._data is None:
            parameter.initialize(default_init=start)
    return block


def parameter_of(block, name):
    """The parameter of a Gluon block that PyTorch calls `name`: normalisation layers have gamma and beta instead."""
    if not hasattr(block, name):
        name = {"weight": "gamma", "bias": "beta"}[name]
    return getattr(block, name)


def reinitialize(target, initializer):
    """Fill a gluon Parameter (at once, also before `initialize()` of its block) or an array; gives it back."""
    if isinstance(target, mx.gluon.Parameter):
        known = target._data is not None or target._deferred_init
        target.initialize(initializer, ctx=target.list_ctx() if known else None, force_reinit=True)
    else:
        initializer._init_weight("weight", target)
    return target


def init_weights(m):
    name = m.__class__.__name__
    if name.find("Conv") != -1:
        reinitialize(parameter_of(m, 'weight'), mx.init.Normal(0.02))
    elif isinstance(m, BatchNorm):
        reinitialize(parameter_of(m, 'weight'), mx.init.One())


norm = BatchNorm(3)
initialized(norm)
print(norm.gamma.data())
net = nn.Sequential()
net.add(nn.Conv2D(3, 3, in_channels=1), norm)
initialized(net)
net.apply(init_weights)
