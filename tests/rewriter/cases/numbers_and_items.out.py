import json
from collections import OrderedDict

import mxnet as mx
import math
import numpy as np
from mxnet.gluon import nn


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    """The cross entropy of logits with the classes along axis 1; targets are class numbers or probabilities.

    The mean is weighted by the classes' weights and leaves out `ignore_index`, as in PyTorch.
    """
    axis = 0 if input.ndim == 1 else 1
    classes = input.shape[axis]
    log_probs = mx.nd.log_softmax(input, axis=axis)
    weighted = log_probs
    if weight is not None:
        weight = weight.as_in_context(input.context)
        weighted = log_probs * weight.reshape((1,) * axis + (-1,) + (1,) * (input.ndim - axis - 1))
    if target.shape == input.shape:
        target = target * (1 - label_smoothing) + label_smoothing / classes
        losses = -(target * weighted).sum(axis=axis)
        return losses if reduction == "none" else getattr(losses, reduction)()
    if target.ndim != max(1, input.ndim - 1):
        raise ValueError(f"targets of shape {target.shape} do not fit logits of shape {input.shape}")
    kept = (target != ignore_index).astype(input.dtype)
    index = target * kept.astype(target.dtype)
    losses = -(1 - label_smoothing) * mx.nd.pick(weighted, index, axis=axis)
    if label_smoothing:  # with logits of minus infinity, nothing times the sum would be nan
        losses = losses - label_smoothing / classes * weighted.sum(axis=axis)
    losses = losses * kept
    if reduction != "mean":
        return losses if reduction == "none" else losses.sum()
    return losses.sum() / (kept if weight is None else mx.nd.take(weight, index) * kept).sum()


def initialized(block):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back.

    What has been filled before keeps its values.
    """
    start = mx.init.Xavier(factor_type="in", magnitude=1)
    for parameter in block.collect_params().values():
        if parameter._data is None:
            parameter.initialize(default_init=start)
    return block


def item_of(array, index):
    """One item of an array; a number where the array has one axis, as nd arrays always keep an axis."""
    return array[index].asscalar() if array.ndim == 1 else array[index]


def numel(parameter):
    """The number of elements of a gluon Parameter, also before it is initialised."""
    return math.prod(parameter.shape)


def parameter(block, name, value, grad_req="write"):
    """Register a parameter of `block` that starts from `value` when the block is initialised."""
    init = mx.init.Constant(value)
    return block.params.get(name, shape=value.shape, dtype=value.dtype, init=init, grad_req=grad_req)


def reinitialize(target, initializer):
    """Fill a gluon Parameter (at once, also before `initialize()` of its block) or an array; gives it back."""
    if isinstance(target, mx.gluon.Parameter):
        known = target._data is not None or target._deferred_init
        target.initialize(initializer, ctx=target.list_ctx() if known else None, force_reinit=True)
    else:
        initializer._init_weight("weight", target)
    return target


def sequential(*blocks, hybrid=True):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can.

    Blocks in a dictionary become attributes of the container, by their names. An empty one takes any blocks.
    """
    named = blocks[0] if blocks and isinstance(blocks[0], dict) else dict(enumerate(blocks))
    hybrid = hybrid and bool(named) and all(isinstance(block, mx.gluon.HybridBlock) for block in named.values())
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    for name, block in named.items():
        setattr(net, name, block) if isinstance(name, str) else net.add(block)
    return net


def tensor(data, dtype=None, ctx=None):
    """Make an array of numbers, nested lists or arrays; without `dtype`, of the type that PyTorch gives them."""
    typed = []

    def plain(item):
        if isinstance(item, (list, tuple)):
            return [plain(part) for part in item]
        if isinstance(item, mx.nd.NDArray):
            item = item.asnumpy() if item is data or item.size > 1 else item.asnumpy().reshape(())
        typed.append(isinstance(item, (np.ndarray, np.generic)))
        return item

    values = np.asarray(plain(data))
    if dtype is None:
        dtype = "float32" if values.dtype == "float64" and not any(typed) else values.dtype
    return mx.nd.array(values.reshape(values.shape or (1,)), dtype=dtype, ctx=ctx)


class Points(mx.gluon.data.Dataset):
    def __init__(self, n):
        self.points = mx.nd.random.normal(shape=(n, 4))
        self.labels = mx.nd.random.randint(0, 3, shape=(n,), dtype='int64')

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        return self.points[idx], item_of(self.labels, idx)


class Net(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.body = sequential(OrderedDict([("fc", nn.Dense(3, in_units=4, flatten=False)), ("act", nn.Activation('relu'))]))
        self.w = parameter(self, 'w', mx.nd.empty((3, 3)))
        reinitialize(self.w, mx.init.Xavier())
        for p in self.collect_params().values():
            if len(p.shape) > 1:
                reinitialize(p, mx.init.Normal(1.0))
        print(sum(numel(p) for p in self.collect_params().values()))

    def forward(self, x: mx.nd.NDArray) -> mx.nd.NDArray:
        return mx.np.matmul(self.body(x).as_np_ndarray(), self.w.data().as_np_ndarray()).as_nd_ndarray()


net = Net()
initialized(net)
for p in net.body.collect_params().values():
    p.grad_req = 'null'
x, y = mx.nd.ones((2, 4)), tensor([0, 1])
loss = cross_entropy(net(x), y)
last = net(x)[:, -1].argmax(axis=-1, keepdims=True).astype('int64')
print(json.dumps(loss.asscalar()), last.asnumpy().item(), f"{(loss / 2).asscalar():.3f} {last.asnumpy().item():.1f}")
