"""Layers of every kind start from PyTorch's weights, and random draws are shared."""

from __future__ import annotations

import pytest

from .conftest import Comparison

pytestmark = pytest.mark.parity

TORCH = "import torch\nfrom torch import nn\n"
MXNET = "import mxnet as mx\nfrom mxnet.gluon import nn\n"

# A PyTorch layer, its Gluon counterpart, and the input that both are called with.
LAYERS = {
    "linear": ("nn.Linear(3, 2)", "nn.Dense(2, in_units=3, flatten=False)", (4, 3)),
    "deferred": ("nn.Linear(3, 2)", "nn.Dense(2, flatten=False)", (4, 3)),
    "convolution": ("nn.Conv2d(2, 4, 3)", "nn.Conv2D(4, 3, in_channels=2)", (2, 2, 6, 6)),
    "transposed": ("nn.ConvTranspose2d(2, 3, 3)", "nn.Conv2DTranspose(3, 3, in_channels=2)", (2, 2, 6, 6)),
    "instance norm": ("nn.InstanceNorm1d(4, affine=True)", "nn.InstanceNorm(in_channels=4, scale=True)", (2, 4, 5)),
    "layer norm": ("nn.LayerNorm(5)", "nn.LayerNorm(in_channels=5)", (2, 4, 5)),
    "batch norm": ("nn.BatchNorm1d(3).eval()", "nn.BatchNorm(in_channels=3)", (4, 3)),
    "prelu": ("nn.PReLU()", "nn.PReLU()", (4, 3)),
    "nested": (
        "nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.ReLU(), nn.Linear(4, 2)))",
        "nested(nn.Dense(4, in_units=3), nested(nn.Activation('relu'), nn.Dense(2, in_units=4)))",
        (4, 3),
    ),
}
NESTED = "def nested(*parts):\n    net = nn.HybridSequential()\n    net.add(*parts)\n    return net\n"


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_starts_from_the_same_weights(run: Comparison, layer: str) -> None:
    original, converted, shape = LAYERS[layer]
    report = run(
        f"{TORCH}net = {original}\ny = net(torch.randn{shape})\n",
        f"{MXNET}{NESTED}net = {converted}\nnet.initialize()\ny = net(mx.nd.random.randn{shape})\n",
    )
    assert report.agree is True, report.reason
    assert [value.name for value in report.values if value.kind == "weight"]


def test_recurrent_weights_go_over_by_layer_and_direction(run: Comparison) -> None:
    report = run(
        f"{TORCH}net = nn.LSTM(3, 4, num_layers=2, bidirectional=True)\ny, _ = net(torch.randn(5, 2, 3))\n",
        f"{MXNET}net = mx.gluon.rnn.LSTM(4, 2, bidirectional=True, input_size=3)\nnet.initialize()\n"
        "x = mx.nd.random.randn(5, 2, 3)\ny, _ = net(x, net.begin_state(2))\n",
    )
    assert report.agree is True, report.reason
    assert len([value for value in report.values if value.kind == "weight"]) == 16


def test_embeddings_take_whole_numbers(run: Comparison) -> None:
    report = run(
        f"{TORCH}net = nn.Embedding(7, 3)\ni = torch.randint(0, 7, (2, 5))\ny = net(i)\n",
        f"{MXNET}net = nn.Embedding(7, 3)\nnet.initialize()\ni = mx.nd.random.randint(0, 7, (2, 5))\ny = net(i)\n",
    )
    assert report.agree is True, report.reason


def test_the_masks_of_dropout_are_shared(run: Comparison) -> None:
    report = run(
        f"{TORCH}net = nn.Sequential(nn.Linear(3, 50), nn.Dropout(0.5))\ny = net(torch.ones(4, 3))\n",
        f"{MXNET}{NESTED}net = nested(nn.Dense(50, in_units=3), nn.Dropout(0.5))\nnet.initialize()\n"
        "with mx.autograd.record():\n    y = net(mx.nd.ones((4, 3)))\n",
    )
    assert report.agree is True, report.reason


def test_draws_that_cannot_be_shared_prove_nothing(run: Comparison) -> None:
    report = run(f"{TORCH}x = torch.rand(3)\n", f"{MXNET}x = mx.nd.random.gamma(2, 2, shape=(3,))\n")
    assert report.agree is not True
    other = run(f"{TORCH}x = torch.rand(3)\n", f"{MXNET}x = mx.nd.random.normal(shape=(3,))\n")
    assert other.agree is None
    assert "could not be shared" in other.reason


def test_the_other_api_of_mxnet(run: Comparison) -> None:
    report = run(
        f"{TORCH}net = nn.Linear(3, 2)\ny = net(torch.randn(4, 3)).sum()\n",
        f"{MXNET}mx.npx.set_np()\nnet = nn.Dense(2, in_units=3)\nnet.initialize()\n"
        "y = net(mx.np.random.normal(size=(4, 3))).sum()\n",
        target="np",
    )
    assert report.agree is True, report.reason
    assert next(value for value in report.values if value.name == "y").note == ""


def test_workers_get_the_order_of_the_original(run: Comparison) -> None:
    data = "torch.utils.data.TensorDataset(torch.arange(20.), torch.arange(20.))"
    report = run(
        f"{TORCH}seen = []\ndata = {data}\n"
        "for x, y in torch.utils.data.DataLoader(data, batch_size=5, shuffle=True, num_workers=2):\n"
        "    seen.extend(x.tolist())\n",
        f"{MXNET}seen = []\ndata = mx.gluon.data.ArrayDataset(mx.nd.arange(20), mx.nd.arange(20))\n"
        "for x, y in mx.gluon.data.DataLoader(data, batch_size=5, shuffle=True, num_workers=2):\n"
        "    seen.extend(x.asnumpy().tolist())\n",
    )
    assert report.agree is True, report.reason
    assert {value.name for value in report.values} >= {"seen", "x"}
