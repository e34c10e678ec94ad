"""What the catalogue warns of at the place where two runs part: the first thing to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from gluonize.analysis import Document
from gluonize.catalogue import Target, load_catalogue
from gluonize.parity.report import Cause, Line, Report
from gluonize.rewriter import findings
from gluonize.rewriter.model import Finding


def with_causes(report: Report) -> Report:
    """The report with its probable causes; there are none where the programs do not differ."""
    judged = tuple(_with_cause(report, line) for line in report.lines)
    if report.verdict != "different":
        return replace(report, cause=(), lines=judged)
    lines, names = _places(report)
    return replace(report, cause=probable_causes(report.text, report.target, lines, names), lines=judged)


def _with_cause(report: Report, line: Line) -> Line:
    """A line that differs with what may be the cause of that."""
    if line.agree:
        return replace(line, cause=())
    return replace(line, cause=probable_causes(report.text, report.target, {line.line}, set()))


def probable_causes(text: str, target: Target, lines: set[int], names: set[str]) -> tuple[Cause, ...]:
    """The noted uses of PyTorch on `lines`, then those that made the modules and optimizers at work there.

    These are what the lines call, and what has one of the `names`; lines count from 1.
    """
    document = Document(text)
    found = [finding for finding in findings(document, load_catalogue(), target) if finding.entry is not None]
    tree = _parsed(text)
    called = names.union(*(_called(tree, line) for line in lines))
    made = {line for line, name in _assignments(tree) if name in called}
    here = [finding for finding in found if lines & set(_lines(document, finding))]
    makers = [finding for finding in found if _is_class(finding) and made & set(_lines(document, finding))]
    causes = (_cause(document, finding) for finding in [*here, *makers])
    return tuple(dict.fromkeys(cause for cause in causes if cause.note))


def uses_by_line(text: str, target: Target) -> dict[int, tuple[str, ...]]:
    """The qualified names of the uses of PyTorch on each line, and of the classes that made what the line calls.

    A use of several lines is named on all of them on which no other begins.
    """
    document = Document(text)
    begun: dict[int, dict[str, None]] = {}
    spread: dict[int, dict[str, None]] = {}
    classes: dict[int, list[str]] = {}
    for finding in findings(document, load_catalogue(), target):
        if finding.entry is None or finding.use.kind == "import":
            continue
        name = finding.use.name.removesuffix(".__call__")
        begun.setdefault(_line(document, finding.use.name_span.start), {})[name] = None
        for line in _lines(document, finding):
            spread.setdefault(line, {})[name] = None
            if _is_class(finding):
                classes.setdefault(line, []).append(name)
    called = _makers_called(_parsed(text), classes)
    names = {line: (*begun.get(line, spread.get(line, {})), *called.get(line, {})) for line in {*spread, *called}}
    return {line: found for line, found in names.items() if found}


def _makers_called(tree: ast.Module, classes: Mapping[int, list[str]]) -> dict[int, dict[str, None]]:
    """For each line, what has made that which it calls; `classes` are the classes that lines call."""
    makers: dict[str, dict[str, None]] = {}
    for line, assigned in _assignments(tree):
        makers.setdefault(assigned, {}).update(dict.fromkeys(classes.get(line, ())))
    found: dict[int, dict[str, None]] = {}
    for node in ast.walk(tree):
        for part in _callees(node):
            assert isinstance(node, ast.Call)
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                found.setdefault(line, {}).update(makers.get(part, {}))
    return found


def _places(report: Report) -> tuple[set[int], set[str]]:
    """The line of the parting; without one, the lines and names of the values that differ."""
    if report.parting is not None and report.parting.line is not None:
        return {report.parting.line}, set()
    apart = [value for value in report.values if not value.agree]
    names = {part for value in apart for part in value.name.split(".")[:-1]}
    return {value.line for value in apart if value.line is not None}, names


def _cause(document: Document, finding: Finding) -> Cause:
    note = finding.entry.note if finding.entry is not None else ""
    name = finding.use.name.removesuffix(".__call__")
    return Cause(name, _line(document, finding.use.name_span.start), note)


def _is_class(finding: Finding) -> bool:
    return finding.entry is not None and finding.entry.kind == "class" and finding.use.kind == "call"


def _lines(document: Document, finding: Finding) -> range:
    span = finding.use.span
    return range(_line(document, span.start), _line(document, span.end) + 1)


def _line(document: Document, offset: int) -> int:
    return document.data.count(b"\n", 0, offset) + 1


def _parsed(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError:
        return ast.Module([], [])


def _called(tree: ast.Module, line: int) -> Iterator[str]:
    """The last two parts of what is called on a line: `trainer` and `step` of trainer.step()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.lineno <= line <= (node.end_lineno or node.lineno):
            yield from _callees(node)


def _callees(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        yield from _parts(node.func)
        yield from _parts(node.func.value) if isinstance(node.func, ast.Attribute) else ()


def _assignments(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each line of an assignment with the last part of what is assigned to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for name in (part for target in node.targets for part in _parts(target)):
                yield from ((line, name) for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _parts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
