import mxnet as mx
from mxnet.gluon import nn


class SGD(mx.optimizer.Optimizer):
    """Gradient descent with momentum as PyTorch computes it: the learning rate stays outside of the momentum buffer."""

    def __init__(self, learning_rate=0.001, momentum=0, dampening=0, nesterov=False, maximize=False, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.momentum, self.dampening, self.nesterov = momentum, dampening, nesterov
        self.sign = -1 if maximize else 1

    def create_state(self, index, weight):
        return weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        grad = grad * (self.rescale_grad * self.sign) + weight * self._get_wd(index)
        first = self._index_update_count[index] == self.begin_num_update + 1
        state[()] = grad if first else state * self.momentum + grad * (1 - self.dampening)
        grad = grad + state * self.momentum if self.nesterov else state
        weight[()] = weight - grad * self._get_lr(index)


def clamp(input, min=None, max=None):
    """Return `input` between bounds that are numbers, arrays or None."""
    if min is not None:
        input = mx.nd.maximum(input, min)
    return input if max is None else mx.nd.minimum(input, max)


def context(device, index=None):
    """Return the MXNet context of a PyTorch device: 'cpu', 'cuda', 'cuda:1', the number of a GPU, a context, or None.

    None is the first GPU. ValueError for a kind of device that MXNet has not.
    """
    if device is None:
        return mx.gpu()
    if isinstance(device, mx.Context):
        return device
    if isinstance(device, int):
        return mx.gpu(device)
    kind, _, number = device.partition(":")
    if kind not in ("cpu", "cuda"):
        raise ValueError(f"MXNet has no device of the kind '{kind}': use 'cpu' or 'cuda'")
    position = index if index is not None else int(number or 0)
    return mx.gpu(position) if kind == "cuda" else mx.cpu(position)


def train(args, images):
    critic = nn.Dense(1, in_units=4, flatten=False)
    critic.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
    optimizer = mx.gluon.Trainer(critic.collect_params(), SGD(learning_rate=args.lr, momentum=args.momentum, wd=args.weight_decay))
    plain = mx.gluon.Trainer(critic.collect_params(), 'sgd', {'learning_rate': args.lr})
    decayed = mx.gluon.Trainer(critic.collect_params(), 'sgd', {'learning_rate': args.lr, 'wd': args.weight_decay})
    device = context("cuda", args.local_rank)
    images = mx.nd.concat(*images, dim=0).as_in_context(context(args.gpu))
    for p in critic.collect_params().values():
        p.data()[:] = clamp(p.data(), -args.clip_value, args.clip_value)
    return clamp(images, args.low, args.high), optimizer, plain, decayed, device
