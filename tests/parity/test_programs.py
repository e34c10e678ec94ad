"""Programs of other shapes than the tutorial's."""

from __future__ import annotations

import pytest

from gluonize.errors import UsageError
from gluonize.parity.focus import Definition

from .conftest import PROGRAMS, Comparison

pytestmark = pytest.mark.parity


def text(name: str) -> str:
    return (PROGRAMS / name).read_text(encoding="utf-8")


def test_a_model_inside_main_is_found_by_its_calls(run: Comparison) -> None:
    report = run("inside_main")
    assert report.agree is True, report.reason
    names = {value.name for value in report.values if value.kind == "weight"}
    assert {"Net.conv.weight", "Net.fc.bias"} <= names


def test_variables_are_compared_by_name(run: Comparison) -> None:
    report = run("variables")
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


def test_an_error_as_small_as_rounding_is_found_on_its_line(run: Comparison) -> None:
    report = run(
        "import torch\nx = torch.ones(2)\ny = x * 2\n", "import mxnet as mx\nx = mx.nd.ones(2)\ny = x * 2.00005\n"
    )
    assert (report.agree, report.verdict, report.diverges_at) == (False, "different", 3)


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


def test_a_function_is_compared_with_the_inputs_of_the_original(run: Comparison) -> None:
    report = run("function", focus=Definition("scale"))
    assert report.agree is True, report.reason
    assert [value.name for value in report.values] == [
        "scale(...)[0], call 1",
        "scale(...)[1], call 1",
        "scale(...), call 1: the gradient of x",
    ]


def test_a_wrong_result_of_a_function_is_named(run: Comparison) -> None:
    report = run(text("function.py"), text("function.mx.py").replace("* by", "+ by"), focus=Definition("scale"))
    assert (report.agree, [value.agree for value in report.values]) == (False, [False, True, False])


def test_a_module_that_is_never_called_gets_random_inputs(run: Comparison) -> None:
    report = run("module", focus=Definition("Net"))
    assert report.agree is True, report.reason
    names = {value.name: value.shapes[0] for value in report.values}
    assert names == {
        "Net(...), call 1": [4, 2],
        "Net(...), in training": [4, 2],
        "Net(...), call 1: the gradient of x": [4, 3],
        "Net.fc.weight.grad, call 1": [2, 3],
        "Net.fc.bias.grad, call 1": [2],
    }
    assert any("not called" in note for note in report.notes)


def test_a_name_that_is_not_defined(run: Comparison) -> None:
    with pytest.raises(UsageError, match="defines no function or class absent"):
        run("import torch\n", "import mxnet as mx\n", focus=Definition("absent"))


def test_a_conversion_that_still_uses_pytorch_is_not_run(run: Comparison) -> None:
    report = run("import torch\nx = torch.ones(2)\n", "import mxnet as mx\nimport torch\nx = torch.ones(2)\n")
    assert report.agree is None
    assert report.reason == "The conversion still uses PyTorch (its line 2)."
