import os

import mxnet as mx
from mxnet.gluon import nn


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


def current_gpu():
    """Return the context of the GPU that `set_device` has chosen, the first one unless it has."""
    return mx.gpu(getattr(set_device, "number", 0))


def set_device(device):
    """Choose the GPU that `current_gpu` gives: its number, its PyTorch name, or a context."""
    set_device.number = context(device).device_id


local_rank = int(os.environ.get("LOCAL_RANK", 0))
set_device(local_rank)
device = current_gpu()
model = nn.Dense(3, in_units=2, flatten=False)
model.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=current_gpu())
x = mx.nd.ones((1, 2)).as_in_context(current_gpu())
y = model(x.as_in_context(device))
print(current_gpu().device_id, mx.nd.zeros((2,), ctx=mx.gpu(1)))
