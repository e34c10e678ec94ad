"""Programs of other shapes than the tutorial's."""

from __future__ import annotations

import pytest

from .conftest import Comparison

pytestmark = pytest.mark.parity


def test_a_model_inside_main_is_found_by_its_calls(run: Comparison) -> None:
    report = run("inside_main")
    assert report.agree is True, report.reason
    names = {value.name for value in report.values if value.kind == "weight"}
    assert {"Net.conv.weight", "Net.fc.bias"} <= names


def test_variables_are_compared_by_name(run: Comparison) -> None:
    report = run(
        "import torch\na = torch.arange(6.).reshape(2, 3)\nb = (a * 2).sum(dim=1)\nn = [1, 2]\nonly_here = torch.ones(2)\n",
        "import mxnet as mx\na = mx.nd.arange(6).reshape((2, 3))\nb = (a * 2).sum(axis=1)\nn = [1, 2]\n",
    )
    assert report.agree is True
    assert {value.name for value in report.values} == {"a", "b", "n"}
    assert [(entry["side"], entry["name"]) for entry in report.only] == [("torch", "only_here")]


def test_weights_without_a_counterpart_prove_nothing(run: Comparison) -> None:
    report = run(
        "import torch\nnet = torch.nn.Linear(2, 3)\ny = net(torch.ones(1, 2))\n",
        "import mxnet as mx\nnet = mx.gluon.nn.Dense(3, in_units=2, use_bias=False)\nnet.initialize()\n"
        "y = net(mx.nd.ones((1, 2)))\n",
    )
    assert report.agree is None
    assert "bias" in report.reason


def test_nothing_in_common_proves_nothing(run: Comparison) -> None:
    report = run("import torch\nx = torch.ones(2)\n", "import mxnet as mx\n")
    assert report.agree is None


def test_shapes_are_not_forgiven(run: Comparison) -> None:
    report = run("import torch\nx = torch.ones(2, 3)\n", "import mxnet as mx\nx = mx.nd.ones((3, 2))\n")
    assert report.agree is False
    assert "shape" in report.reason


def test_the_running_variance_of_batch_norm_is_biased_in_mxnet(run: Comparison) -> None:
    report = run(
        "import torch\nnorm = torch.nn.BatchNorm1d(3)\nnorm(torch.arange(12.).reshape(4, 3)).sum().backward()\n",
        "import mxnet as mx\nnorm = mx.gluon.nn.BatchNorm(in_channels=3, epsilon=1e-5)\nnorm.initialize()\n"
        "with mx.autograd.record():\n    y = norm(mx.nd.arange(12).reshape((4, 3))).sum()\ny.backward()\n",
    )
    assert report.agree is False
    assert [value.name for value in report.values if not value.agree] == ["norm.running_var"]
