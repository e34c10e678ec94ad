"""A program that was written for float32 runs in float64, whatever way its arrays come from."""

from __future__ import annotations

import pytest

from .conftest import Comparison

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
