"""The example that is the tutorial's training loop, with its last batch of 5 samples, and how it has to be judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gluonize.parity.digits import write_digits

EXAMPLE = Path(__file__).parents[1] / "examples" / "mnist_mlp.py"


def write_tutorial(folder: Path) -> Path:
    """The program, in which no batch is dropped, beside its data."""
    write_digits(folder / "data")
    path = folder / "mnist_mlp.py"
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.count("drop_last=True") == 1
    path.write_text(text.replace("drop_last=True", "drop_last=False"), encoding="utf-8")
    return path


def assert_amplified_rounding(report: dict[str, Any]) -> None:
    """The epochs' losses part in float32, agree to 1e-7 in float64, and the verdict says what that is."""
    assert (report["agree"], report["verdict"]) == (True, "amplified rounding"), report["reason"]
    epochs = report["losses"]["epochs"]
    assert len(epochs) == 5
    assert max(epoch["difference"] for epoch in epochs) > 1e-5
    assert all(epoch["difference_float64"] <= 1e-7 for epoch in epochs)
    assert report["diverges_at"] is None
