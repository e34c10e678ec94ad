from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.parity


def test_the_demo_converts_trains_and_proves(run: Run, tmp_path: Path) -> None:
    result = run("demo", "-o", tmp_path)
    assert result.exit_code == 0, result.output
    converted = (tmp_path / "mnist_mlp_mxnet.py").read_text()
    ast.parse(converted)
    assert "torch" not in converted.replace("PyTorch", "")
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["agree"] is True
    epochs = report["losses"]["epochs"]
    assert len(epochs) == 5
    assert all(epoch["difference"] < 1e-4 for epoch in epochs)
    assert all(epoch["difference_float64"] < 1e-6 for epoch in epochs)
    assert epochs[-1]["torch"] < epochs[0]["torch"]
    assert "rounding" in result.stdout
    assert str(tmp_path / "report.html") in result.stdout
    assert (tmp_path / "report.html").exists()


def test_with_the_last_batch_kept_a_larger_difference_is_still_called_rounding(run: Run, tmp_path: Path) -> None:
    result = run("demo", "--keep-last", "-o", tmp_path)
    assert result.exit_code == 0, result.output
    epochs = json.loads((tmp_path / "report.json").read_text())["losses"]["epochs"]
    assert all(epoch["difference_float64"] < 1e-6 for epoch in epochs)
    assert "rounding" in result.stdout
