"""A program that was written for float32 runs in float64, whatever way its arrays come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Comparison
from .test_verdicts import compared

pytestmark = pytest.mark.parity

TORCH = "import numpy as np\nimport torch\na = np.ones((4, 3), dtype=np.float32)\nnet = torch.nn.Linear(3, 2)\n"
MXNET = "import mxnet as mx\nnet = mx.gluon.nn.Dense(2, in_units=3)\nnet.initialize()\ny = net(mx.nd.ones((4, 3)))\n"


@pytest.mark.parametrize(
    "made",
    ["torch.from_numpy(a)", "torch.as_tensor(a)", "torch.tensor(a)", "torch.FloatTensor(a.tolist())"],
)  # fmt: skip
def test_arrays_are_widened(run: Comparison, made: str) -> None:
    report = run(f"{TORCH}y = net({made})\n", MXNET, precision="float64")
    assert report.agree is True, report.reason
    assert next(value.dtypes for value in report.values if value.name == "y") == ("float64", "float64")


SAVED = {
    "torch": "import torch\nfrom torch import nn\nnet = nn.Linear(3, 2)\ny = net(torch.ones(1, 3))\n"
    "torch.save(net.state_dict(), 'net.pt')\ntorch.save([torch.rand(1, 3)], 'x.pt')\n",
    "mxnet": "import mxnet as mx\nnet = mx.gluon.nn.Dense(2, in_units=3)\nnet.initialize()\n"
    "y = net(mx.nd.ones((1, 3)))\nnet.save_parameters('net.params')\n"
    "mx.nd.save('x.params', [mx.nd.random.uniform(shape=(1, 3))])\n",
}
LOADED = {
    "torch": "import torch\nfrom torch import nn\nnet = nn.Linear(3, 2)\nnet.load_state_dict(torch.load('net.pt'))\n"
    "x = torch.load('x.pt')[0]\ny = net(x)\n",
    "mxnet": "import mxnet as mx\nnet = mx.gluon.nn.Dense(2, in_units=3)\nnet.load_parameters('net.params')\n"
    "x = mx.nd.load('x.params')[0]\ny = net(x)\n",
}


def test_a_run_in_float64_reads_what_one_in_float32_has_left(run: Comparison) -> None:
    saved = run(SAVED["torch"], SAVED["mxnet"], precision="float32")
    assert saved.agree is True, saved.reason
    report = run(LOADED["torch"], LOADED["mxnet"], precision="float64")
    assert report.agree is True, report.reason
    assert {value.dtypes for value in report.values} == {("float64", "float64")}


@pytest.mark.parametrize("layer", ["LSTM", "GRU", "RNN"])
def test_layers_of_recurrent_networks_have_right_gradients(tmp_path: Path, layer: str) -> None:
    """In float64, MXNet leaves out those of all layers but the last where nobody asks for the input's."""
    text = f"""
        net = nn.{layer}(4, 6, num_layers=2, batch_first=True)
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        x = torch.randn(8, 5, 4)
        for step in range(3):
            out, _ = net(x)
            loss = (out[:, -1] ** 2).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    """
    report = compared(tmp_path, text, precision="float64")
    assert report.agree is True, report.reason
