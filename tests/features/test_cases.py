"""Programs with markers: `#@ diag("nn.Linear", "default-pinned")` behind a line says what the editor shows on it.

diag(place, code)       a diagnosis; those of a file are all that it has
hover(place, text)      what the hover on a use contains
importing(place, text)  what the hover on an imported name contains
fix(place, line)        the line after the quick fix
suppress(place, line)   the line after the finding was silenced
hint(label)             an inlay hint; checked in files that have one
lens(name)              a code lens on a definition; checked in files that have one
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from gluonize.analysis import Document, Span
from gluonize.catalogue import load_catalogue
from gluonize.features.code_lens import lenses
from gluonize.features.diagnostics import DEFAULT_SEVERITIES, diagnose
from gluonize.features.hover import card, finding_at, import_at, import_card, markdown, plain_text
from gluonize.features.inlay_hints import hints
from gluonize.features.suppression import suppress, suppressions
from gluonize.rewriter import apply_edits, findings, quick_fix
from gluonize.rewriter.model import Edit, Finding

FILES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
DOCS = "https://docs.example/"


@dataclass(frozen=True)
class Marker:
    """One expectation: its kind, its arguments, and the line it stands on."""

    kind: str
    arguments: tuple[str, ...]
    line: int


class Case:
    """A marked program, without its markers."""

    def __init__(self, marked: str) -> None:
        lines = marked.split("\n")
        self.lines = [line.partition("#@")[0].rstrip() for line in lines]
        self.markers = [marker for number, line in enumerate(lines) for marker in _markers(number, line)]
        self.document = Document("\n".join(self.lines))
        self.catalogue = load_catalogue()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return findings(self.document, self.catalogue, "nd")

    @cached_property
    def visible(self) -> tuple[Finding, ...]:
        return suppressions(self.document.data).visible(self.findings)

    def of(self, kind: str) -> list[Marker]:
        return [marker for marker in self.markers if marker.kind == kind]

    def offset(self, marker: Marker) -> int:
        before = "\n".join([*self.lines[: marker.line], ""])
        column = self.lines[marker.line].index(marker.arguments[0])
        return len((before + self.lines[marker.line][:column]).encode())

    def line_of(self, offset: int) -> int:
        return self.document.data.count(b"\n", 0, offset)

    def text(self, span: Span) -> str:
        return self.document.slice(span)

    def at(self, marker: Marker) -> Finding:
        finding = finding_at(self.findings, self.offset(marker))
        assert finding is not None
        return finding

    def line_after(self, marker: Marker, edits: tuple[Edit, ...]) -> str:
        """The marker's line with the edits that touch it made."""
        offset = self.offset(marker)
        start = self.document.data.rfind(b"\n", 0, offset) + 1
        end = self.document.data.find(b"\n", offset)
        inside = tuple(
            Edit(edit.start - start, edit.end - start, edit.text)
            for edit in edits
            if start < edit.start and edit.end <= end
        )
        return apply_edits(self.document.data[start:end], inside).decode()


def _markers(number: int, line: str) -> Iterator[Marker]:
    for match in re.finditer(r'(\w+)(\((?:"(?:[^"\\]|\\.)*"(?:, )?)*\))', line.partition("#@")[2]):
        arguments = ast.literal_eval(match[2])
        yield Marker(match[1], arguments if isinstance(arguments, tuple) else (arguments,), number)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> Case:
    return Case(request.param.read_text(encoding="utf-8"))


def test_diagnoses_are_just_the_marked_ones(case: Case) -> None:
    shown = diagnose(case.visible, DEFAULT_SEVERITIES)
    found = [(case.line_of(item.span.start), case.text(item.span), item.code) for item in shown]
    assert found == [(marker.line, *marker.arguments) for marker in case.of("diag")]


def test_hovers_say_what_is_marked(case: Case) -> None:
    for marker in case.of("hover"):
        finding = case.at(marker)
        shown = card(case.document.data, finding, {"nd": finding.replacement}, case.catalogue, "nd", DOCS)
        assert marker.arguments[1] in markdown(shown)
        assert (shown.message or str(finding.replacement)) in plain_text(shown)
        assert f"{DOCS}codes/#{finding.category.value}" in markdown(shown)


def test_hovers_on_imports_say_what_is_marked(case: Case) -> None:
    imports = tuple(use for use in case.document.uses() if use.kind == "import")
    for marker in case.of("importing"):
        use = import_at(imports, case.offset(marker))
        assert use is not None
        assert marker.arguments[1] in markdown(import_card(use, case.catalogue, DOCS))


def test_fixes_and_suppressions_change_the_line_as_marked(case: Case) -> None:
    for marker in case.of("fix"):
        edits = quick_fix(case.document, case.catalogue, "nd", case.at(marker))
        assert case.line_after(marker, edits) == marker.arguments[1]
    for marker in case.of("suppress"):
        edit = suppress(case.document.data, case.at(marker))
        assert case.line_after(marker, (edit,)) == marker.arguments[1]


def test_hints_and_lenses_are_just_the_marked_ones(case: Case) -> None:
    if case.of("hint"):
        shown = hints(case.visible, Span(0, len(case.document.data)))
        found = [(case.line_of(hint.at), hint.label) for hint in shown]
        assert found == [(marker.line, marker.arguments[0]) for marker in case.of("hint")]
    if case.of("lens"):
        named = [lens for lens in lenses(case.document.data, case.findings, "file") if lens.name is not None]
        found_lenses = [(case.line_of(lens.span.start), lens.name) for lens in named]
        wanted = sorted((marker.line, marker.arguments[0]) for marker in case.of("lens"))
        assert found_lenses == wanted
