"""What a comparison found stays on its lines while other lines are edited."""

from __future__ import annotations

from typing import Any

import pytest

from gluonize.lsp.documents import Program, new_part
from gluonize.lsp.outcomes import SOURCE, diagnostics, marks
from gluonize.lsp.positions import Text

TEXT = "x = 1\n  y = 2\nz = 3\n"


def value(name: str, line: int, error: float, *, agree: bool, run: bool, double: float | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "line": line,
        "max_abs": error,
        "agree": agree,
        "agree_run": run,
        "max_abs_float64": double,
        "note": "",
    }


REPORT: dict[str, Any] = {
    "verdict": "different",
    "reason": "In float32 y parts.",
    "diverges_at": 2,
    "parting": {"what": "y", "max_abs": 0.5, "precision": "float64"},
    "cause": [{"name": "torch.relu", "line": 2, "note": "A note."}],
    "lines": [],
    "values": [
        value("x", 1, 1e-7, agree=True, run=True),
        value("y", 2, 0.5, agree=False, run=False, double=0.5),
        value("z", 3, 1e-3, agree=True, run=False, double=1e-9),
    ],
}


@pytest.fixture
def program() -> Program:
    made = Program("file:///a.py", [new_part("file:///a.py", 1, Text(TEXT), notebook=False)])
    made.mark(marks(made.document.data, REPORT))
    return made


def labels(program: Program) -> list[tuple[str, str]]:
    return [(program.document.slice(mark.span), mark.label) for mark in program.marks]


def test_every_line_has_its_figure(program: Program) -> None:
    assert labels(program) == [("x = 1", "✓ 1e-07"), ("y = 2", "✗ 0.5"), ("z = 3", "≈ 0.001")]


def test_what_differs_is_an_error_and_rounding_an_information(program: Program) -> None:
    first, second = diagnostics(program, program.parts[0])
    assert SOURCE in first
    assert '"severity": 1' in first
    assert "part here: y differs by 0.5" in first
    assert "torch.relu: A note." in first
    assert '"severity": 3' in second
    assert "rounding" in second


def test_an_edit_takes_the_mark_of_its_line_and_moves_the_others(program: Program) -> None:
    program.change(program.parts[0], 0, 0, "# é\n")
    assert [text for text, _ in labels(program)] == ["x = 1", "y = 2", "z = 3"]
    at = program.document.data.index(b"2")
    program.change(program.parts[0], at, at + 1, "20")
    assert [text for text, _ in labels(program)] == ["x = 1", "z = 3"]


def test_nothing_proven_is_no_error() -> None:
    report = {**REPORT, "verdict": "undecided", "diverges_at": None, "parting": None}
    assert [mark.severity for mark in marks(TEXT.encode(), report)] == [0, 3, 3]


def judged(line: int, verdict: str, error: float, drift: float) -> dict[str, Any]:
    cause = [{"name": "torch.clamp", "line": line, "note": "Another note."}] if verdict == "differs" else []
    what = {"line": line, "verdict": verdict, "what": "z", "cause": cause}
    return {**what, "max_abs": error, "drift": drift}


def test_a_line_that_only_drifts_is_no_error() -> None:
    report = {**REPORT, "diverges_at": 1, "parting": {"what": "x", "max_abs": 0.25, "precision": "float64"}}
    verdicts = ("differs", 0.25, 0.25), ("drifts", 1e-16, 0.5), ("differs", 2.0, 3.0)
    report["lines"] = [judged(number, *verdict) for number, verdict in enumerate(verdicts, 1)]
    first, second, third = marks(TEXT.encode(), report)
    assert [mark.severity for mark in (first, second, third)] == [1, 0, 1]
    assert [mark.label for mark in (first, second, third)] == ["✗ 0.2", "→ 0.5", "✗ 2"]
    assert "part here: x differs by 0.25" in first.message
    assert "this line agrees; the largest difference is 1e-16" in second.message
    assert "y differs" not in second.message
    assert "On PyTorch's values, too, z differs by 2" in third.message
    assert "torch.clamp: Another note." in third.message
