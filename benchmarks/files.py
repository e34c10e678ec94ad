"""The PyTorch files that are measured, and where in them a person types."""

from __future__ import annotations

import ast
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

TYPED = "total = torch.relu(torch.matmul(value, weight.t())).view(-1, 4)"
"""What is typed, a key at a time; brackets and dots leave many of the states between unfinished."""

_NAME = re.compile(r"\b(?:torch|F|nn|optim)\.([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to measure: its text, the line before which is typed, and the places of PyTorch names."""

    label: str
    text: str
    line: int
    """Counted from 0."""
    indent: str
    names: tuple[tuple[int, int], ...]
    """Line and character, counted from 0."""


def samples() -> list[Sample]:
    """About 150, 1,200 and 7,000 lines: a program of ours, and two files of the PyTorch that is installed."""
    spec = importlib.util.find_spec("torch")
    if spec is None or spec.origin is None:
        raise SystemExit("The benchmark reads files of PyTorch: run it by `make bench`, which installs it.")
    torch = Path(spec.origin).parent
    paths = [
        Path(__file__).with_name("small_program.py"),
        torch / "nn" / "modules" / "transformer.py",
        torch / "nn" / "functional.py",
    ]
    return [_sample(path) for path in paths]


def _sample(path: Path) -> Sample:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    line = _middle_statement(text, len(lines))
    indent = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    names = [(row, match.start(1) + 1) for row, content in enumerate(lines) for match in _NAME.finditer(content)]
    return Sample(f"{len(lines):,} lines", text, line, indent, tuple(names))


def _middle_statement(text: str, count: int) -> int:
    """The line of the statement in a function that is nearest to the middle of the file, counted from 0."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    starts = [statement.lineno - 1 for function in functions for statement in function.body[1:]]
    return min(starts, key=lambda line: abs(line - count // 2))
