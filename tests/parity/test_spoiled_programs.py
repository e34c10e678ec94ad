"""Faults of further kinds, in whole programs: each is found at exactly its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gluonize.catalogue import Target
from gluonize.parity import CompareOptions, compare

from .spoiling import line_of, wrapped

pytestmark = pytest.mark.parity

PROGRAMS = Path(__file__).parents[1] / "programs"
HALF = "a * 0.5 + a.detach() * 0.5"
SQUARE = "a + 0.01 * a * a"
CASES: tuple[tuple[str, Target, str, str], ...] = (
    ("trainer_class", "nd", "pred = self.model(x)", SQUARE),
    ("loss_batch", "np", "loss = loss_func(model(xb), yb)", SQUARE),
    ("nanogpt", "np", "x = self.dropout(x)", SQUARE),
    ("device_idioms", "nd", "x = torch.matmul(F.softmax", HALF),
    ("dqn", "nd", "x = F.relu(self.layer1(x))", "a * 1.01"),
    ("gathered_losses", "np", "state = state + 0.1 * action", "a * a.sign()"),
)
"""What hands a value on, is executed more often than statements are examined, or is in no graph of gradients."""


@pytest.mark.parametrize(("name", "target", "at", "wrong"), CASES)
def test_a_fault_is_found_at_exactly_its_line(name: str, target: Target, at: str, wrong: str) -> None:
    path = PROGRAMS / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    spoiled = wrapped(text, at, wrong.replace("a.sign()", f"mx.{target}.sign(a)"), target=target)
    options = CompareOptions(target=target, device="cpu", keep_warm=True)
    report = compare(path, spoiled.text, options, lambda stage, share: None, edits=spoiled.edits)
    line = line_of(text, at)
    assert (report.verdict, report.diverges_at) == ("different", line), report.reason
    assert [found.line for found in report.lines if not found.agree] == [line]
