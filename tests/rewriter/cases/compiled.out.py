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


def gelu(x):
    return x * mx.nd.sigmoid(1.702 * x)


def scaled(x):
    return gelu(x) * 2


class Net(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.out = nn.Dense(2, in_units=2, flatten=False)

    def forward(self, x):
        return self.out(scaled(x))


device = (mx.gpu() if mx.context.num_gpus() > 0 else None).device_type.replace('gpu', 'cuda') if mx.context.num_gpus() > 0 else "cpu"
model = Net()
model.initialize(mx.init.Xavier(factor_type='in', magnitude=1), ctx=context(device))
traced = model
double = lambda x: x * 2
optimizer = mx.gluon.Trainer(model.collect_params(), 'sgd', {'learning_rate': 0.1})
print(traced(mx.nd.ones((1, 2)).as_in_context(context(device))))
