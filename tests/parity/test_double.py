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


LOADED = """
net = nn.Linear(3, 2)
y = net(torch.ones(1, 3))
torch.save(net.state_dict(), "net.pt")
numbers = np.arange(3, dtype=np.float32)
np.save("x.npy", numbers)
other = nn.Linear(3, 2)
other.load_state_dict(torch.load("net.pt"))
x = torch.from_numpy(np.load("x.npy"))
z = other(x.unsqueeze(0))
"""


def test_a_run_in_float64_reads_what_is_in_files(tmp_path: Path) -> None:
    report = compared(tmp_path, f"import numpy as np\n{LOADED}", precision="float64")
    assert report.agree is True, report.reason
    assert {value.dtypes for value in report.values if value.name != "numbers"} == {("float64", "float64")}


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
