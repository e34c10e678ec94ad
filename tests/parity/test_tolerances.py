"""Each value is judged by the tolerance of the precision that it was calculated in."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from gluonize.cli import cli
from gluonize.parity import Tolerances, judge_again
from gluonize.parity.probe.precision import COARSER, base_of, precision_of
from gluonize.parity.probe.statistics import statistics
from gluonize.parity.probe.torch_modes import tf32
from gluonize.parity.tolerances import PRECISION_NAMES, Tolerance

from .conftest import Comparison


def entry(dtype: str, kind: str = "variable", origin: str | None = "tensor") -> dict[str, object]:
    return {"dtype": dtype, "kind": kind, "origin": origin}


def test_the_probe_knows_the_same_precisions() -> None:
    assert PRECISION_NAMES == COARSER


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_the_tolerances_are_those_of_assert_close(dtype: str) -> None:
    fresh = Tolerances().fresh[dtype]
    kind = getattr(torch, dtype)
    one = torch.ones((), dtype=torch.float64)
    for relative, absolute in product((0.0, 1.0), repeat=2):
        size = one * relative
        limit = fresh.absolute * absolute + fresh.relative * relative
        expected = size.to(kind)
        inside, outside = (expected.double() + limit * factor for factor in (0.99, 1.01))
        options = {"rtol": fresh.relative * relative, "atol": fresh.absolute * absolute, "check_dtype": False}
        torch.testing.assert_close(inside, expected, **options)
        assert statistics(expected.float().numpy(), inside.numpy(), [options["rtol"], options["atol"]])["agree"]
        if limit:
            with pytest.raises(AssertionError):
                torch.testing.assert_close(outside, expected, **options)
    found = torch.testing._comparison.default_tolerances(torch.ones((), dtype=kind))
    assert found == (fresh.relative, fresh.absolute)


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "expected"),
    [
        (entry("float32"), entry("float32"), "float32", "float32"),
        (entry("float16"), entry("float32"), "float32", "float16"),
        (entry("bfloat16"), entry("float16"), "float32", "bfloat16"),
        (entry("float64"), entry("float64"), "float32", "float64"),
        (entry("float64"), entry("float32"), "float32", "float32"),
        (entry("float64", origin="number"), entry("float64", origin="number"), "float32", "float32"),
        (entry("float64", origin="number"), entry("float64", origin="number"), "float64", "float64"),
        (
            entry("float64", kind="loss", origin=None),
            entry("float64", kind="loss", origin=None),
            "bfloat16",
            "bfloat16",
        ),
        (entry("float64", kind="weight", origin=None), entry("float64", kind="weight", origin=None), "tf32", "float64"),
        (entry("float32"), entry("float32"), "tf32", "tf32"),
        (entry("complex64"), entry("complex64"), "float32", "float32"),
        (entry("complex128"), entry("complex128"), "float32", "float64"),
        (entry("int64"), entry("int32"), "float32", "exact"),
        (entry("int64"), entry("float32"), "float32", "float32"),
        (entry("bool"), entry("bool"), "bfloat16", "exact"),
    ],
)
def test_the_coarser_side_decides(ours: dict[str, object], theirs: dict[str, object], base: str, expected: str) -> None:
    assert precision_of(ours, theirs, base) == expected


@pytest.mark.parametrize(
    ("precision", "modes", "expected"),
    [
        ("float32", [[], []], "float32"),
        ("float32", [["tf32"], []], "tf32"),
        ("float32", [["tf32"], ["float16"]], "float16"),
        ("float64", [["bfloat16"], []], "float64"),
    ],
)
def test_modes_lower_the_precision_of_a_float32_run(precision: str, modes: list[list[str]], expected: str) -> None:
    assert base_of([{"precision": precision, "modes": own} for own in modes]) == expected


@pytest.mark.parametrize(
    ("capability", "matrices", "cudnn", "convolutions", "expected"),
    [
        ((7, 5), True, True, True, ""),
        ((8, 0), False, True, False, ""),
        ((8, 0), True, False, True, "matrix products"),
        ((9, 0), False, True, True, "convolutions and recurrent layers"),
    ],
)
def test_tf32_is_told_from_the_settings(
    capability: tuple[int, int], matrices: bool, cudnn: bool, convolutions: bool, expected: str
) -> None:
    assert tf32(capability, matrices, cudnn, convolutions) == expected


def test_a_change_is_for_one_precision_or_for_all() -> None:
    changed = Tolerances().changed({"all": 0.1, "float16": 0.2}, {"float32": 0.3})
    assert changed.fresh["float16"] == Tolerance(0.2, 1e-5)
    assert changed.trained["float32"] == Tolerance(0.1, 0.3)
    assert changed.fresh["float64"] == Tolerance(0.1, 1e-7)


def test_a_float64_run_that_tells_keeps_half_precision_as_it_is() -> None:
    telling = Tolerances().telling(Tolerance(1e-9, 1e-9))
    assert {telling.fresh["float32"], telling.trained["float64"]} == {Tolerance(1e-9, 1e-9)}
    assert telling.fresh["float16"] == Tolerances().fresh["float16"]


@pytest.mark.parity
def test_values_of_each_type_are_judged_by_their_own(run: Comparison) -> None:
    ours = "import torch\nx = torch.tensor([1.0, 2.0], dtype=torch.float16)\n"
    ours += "y = torch.tensor([1.0, 2.0], dtype=torch.float64)\nz = torch.tensor([1, 2])\nn = 1.0\n"
    ours += "b = torch.tensor([1.0, 2.0], dtype=torch.bfloat16)\n"
    theirs = "import mxnet as mx\nx = mx.nd.array([1.0, 2.001953125], dtype='float16')\n"
    theirs += "y = mx.nd.array([1.0, 2.00001], dtype='float64')\nz = mx.nd.array([1, 2], dtype='int64')\nn = 1.000001\n"
    theirs += "b = mx.nd.array([1.0, 2.02])\n"
    report = run(ours, theirs)
    judged = {value.name: (value.precision, value.agree_run) for value in report.values}
    assert judged == {
        "x": ("float16", True),
        "y": ("float64", False),
        "z": ("exact", True),
        "n": ("float32", True),
        "b": ("bfloat16", True),
    }
    assert next(value for value in report.values if value.name == "b").dtypes == ("bfloat16", "float32")
    again = judge_again(report, {"float16": 0.0}, {"float16": 0.0, "float64": 1e-3})
    assert [value.name for value in again.values if not value.agree_run] == ["x"]


@pytest.mark.parity
def test_autocast_is_judged_by_what_it_casts_to(run: Comparison) -> None:
    report = run(
        "import torch\nnet = torch.nn.Linear(30, 1)\n"
        "with torch.autocast('cpu', dtype=torch.bfloat16):\n    y = net(torch.linspace(0, 1, 30).reshape(1, 30))\n"
        "z = y.float() + 0\n",
        "import mxnet as mx\nnet = mx.gluon.nn.Dense(1, in_units=30)\nnet.initialize()\n"
        "y = net(mx.nd.linspace(0, 1, 30).reshape((1, 30)))\nz = y + 0\n",
    )
    assert {value.precision for value in report.values if value.name in ("y", "z")} == {"bfloat16"}
    assert any("casts to bfloat16" in note for note in report.notes)
    apart = next(value.max_abs for value in report.values if value.name == "z")
    assert apart is not None
    assert apart > 1e-5, "so this would part by float32's tolerances"
    assert report.agree is True, report.reason


@pytest.mark.parity
def test_the_command_line_changes_one_precision(tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("import torch\nx = torch.ones(2, dtype=torch.float16) / 3\nk = torch.ones(2) / 3\n")
    saved = tmp_path / "a.json"
    arguments = ["compare", str(source), "--device", "cpu", "--json", str(saved), "--rtol", "float16=0.25"]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    values = {value["name"]: value for value in json.loads(saved.read_text())["values"]}
    assert values["x"]["tolerance"] == {"relative": 0.25, "absolute": 1e-5}
    assert values["k"]["tolerance"] == {"relative": 1.3e-6, "absolute": 1e-5}


def test_an_unknown_precision_is_refused() -> None:
    result = CliRunner().invoke(cli, ["compare", "a.py", "--rtol", "float8=1"])
    assert result.exit_code == 2
    assert "float64, float32, tf32, float16, bfloat16" in result.stderr


def test_shapes_and_means_are_not_forgiven() -> None:
    ours, theirs = np.array([1.0, 3.0]), np.array([2.0, 2.0])
    assert not statistics(ours, theirs, [1e-5, 1e-5])["agree"]
    assert not statistics(ours, theirs.reshape(1, 2), [10.0, 10.0])["agree"]
