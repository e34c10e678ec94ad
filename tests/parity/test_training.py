"""Training on real digits: agreement, amplified rounding, and a wrong step are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import PROGRAMS, Comparison

pytestmark = pytest.mark.parity

CONVERTED = (PROGRAMS / "mnist_mlp.mx.py").read_text(encoding="utf-8")


def example(digits: Path) -> str:
    return (digits / "mnist_mlp.py").read_text(encoding="utf-8")


def test_full_batches_agree(run: Comparison, digits: Path) -> None:
    report = run(example(digits), CONVERTED, file=digits / "full.py")
    assert (report.agree, report.verdict) == (True, "agrees")
    assert len(report.losses.epochs) == 5
    assert all(epoch.difference < 1e-4 for epoch in report.losses.epochs)
    assert all(epoch.difference_float64 is None or epoch.difference_float64 < 1e-7 for epoch in report.losses.epochs)
    assert report.diverges_at is None


def test_the_last_batch_amplifies_rounding(run: Comparison, digits: Path) -> None:
    original = example(digits).replace("drop_last=True", "drop_last=False")
    report = run(original, CONVERTED.replace('"discard"', '"keep"'), file=digits / "kept.py")
    assert (report.agree, report.verdict) == (True, "amplified rounding")
    assert max(epoch.difference for epoch in report.losses.epochs) > 1e-4
    assert all((epoch.difference_float64 or 0) < 1e-7 for epoch in report.losses.epochs)


def test_a_step_by_a_fixed_batch_size_differs_at_its_line(run: Comparison, digits: Path) -> None:
    original = example(digits).replace("drop_last=True", "drop_last=False")
    original = original.replace("EPOCHS = 5", "EPOCHS = 3")
    wrong = CONVERTED.replace('"discard"', '"keep"').replace("label).mean()", "label)")
    wrong = wrong.replace("trainer.step(1)", "trainer.step(128)").replace("loss.asscalar()", "loss.mean().asscalar()")
    report = run(original, wrong.replace("EPOCHS = 5", "EPOCHS = 3"), file=digits / "wrong.py")
    assert (report.agree, report.verdict) == (False, "different")
    assert max(epoch.difference for epoch in report.losses.epochs) > 0.1
    assert report.diverges_at is not None
    assert original.splitlines()[report.diverges_at - 1].strip() == "trainer.step()"


def test_the_example_says_what_it_read(run: Comparison, digits: Path) -> None:
    report = run(
        example(digits).replace("EPOCHS = 5", "EPOCHS = 1"),
        CONVERTED.replace("EPOCHS = 5", "EPOCHS = 1"),
        file=digits / "one.py",
    )
    assert report.losses.epochs[0].batches == 14
    assert "epoch 1, avg loss" in report.printed["mxnet"]
    assert {entry["name"] for entry in report.skipped} == {"tic"}
