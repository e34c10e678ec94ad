"""What is known after an edit is what a document made anew knows, whatever else in the file it depends on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from gluonize.analysis import Document, Span
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert, findings

CASES = sorted((Path(__file__).parent / "cases").glob("*.in.py"))
PROGRAMS = sorted((Path(__file__).parents[1] / "programs").glob("*.py"))
TEXTS = [path for path in (*CASES, *PROGRAMS) if not path.stem.startswith(("test_", "__"))]
_REMOVED = 3
_CIRCLES = {"actor_critic", "renamed_helper"}
"""In these, types that follow from one another stay known after the statement that they began with has gone."""


def _text(path: Path) -> object:
    name = path.name.split(".")[0]
    marks = [pytest.mark.xfail(strict=True, reason="types in a circle")] if name in _CIRCLES else []
    return pytest.param(path, id=name, marks=marks)


def _same_as_anew(document: Document) -> None:
    catalogue = load_catalogue()
    anew = Document(document.data.decode())
    assert findings(document, catalogue, "nd") == findings(anew, catalogue, "nd")
    assert convert(document, catalogue, "nd").text == convert(anew, catalogue, "nd").text


@pytest.mark.parametrize("path", [_text(path) for path in TEXTS])
def test_a_statement_that_goes_and_comes_back(path: Path) -> None:
    document = Document(path.read_bytes().decode())
    findings(document, load_catalogue(), "nd")
    statements = [(start, len(unit.text)) for start, unit in document.units()]
    for start, length in random.Random(path.name).sample(statements, min(_REMOVED, len(statements))):
        text = document.slice(Span(start, start + length))
        document.replace(start, start + length, "")
        _same_as_anew(document)
        document.replace(start, start, text)
        _same_as_anew(document)
