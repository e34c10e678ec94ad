"""Conversions as files: `name.in.py` becomes `name.out.py`; `name.noop.py` stays; `--update` rewrites the outputs.

A first line `# target: np` chooses the target.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import Target, load_catalogue
from gluonize.rewriter import apply_edits, convert, findings, quick_fix

CASES = Path(__file__).parent / "cases"
INPUTS = sorted(CASES.glob("*.in.py"))
NOOPS = sorted(CASES.glob("*.noop.py"))


def _name(path: Path) -> str:
    return path.name.split(".")[0]


def _target(text: str) -> Target:
    return "np" if text.startswith("# target: np") else "nd"


def _read(path: Path) -> str:
    return path.read_bytes().decode()


def _convert(text: str) -> str:
    return convert(Document(text), load_catalogue(), _target(text)).text


@pytest.mark.parametrize("path", INPUTS, ids=_name)
def test_conversion(path: Path, request: pytest.FixtureRequest) -> None:
    converted = _convert(_read(path))
    expected = path.with_name(path.name.replace(".in.", ".out."))
    if request.config.getoption("--update"):
        expected.write_bytes(converted.encode())
    assert converted == _read(expected)


@pytest.mark.parametrize("path", INPUTS, ids=_name)
def test_the_result_compiles_and_converts_to_itself(path: Path) -> None:
    converted = _convert(_read(path))
    compile(converted.lstrip("\ufeff"), path.name, "exec")
    assert _convert(converted) == converted


@pytest.mark.parametrize("path", NOOPS, ids=_name)
def test_nothing_changes(path: Path) -> None:
    text = _read(path)
    assert _convert(text) == text


@pytest.mark.parametrize("path", INPUTS, ids=_name)
def test_each_fix_alone_leaves_valid_python(path: Path) -> None:
    text = _read(path)
    document, catalogue, target = Document(text), load_catalogue(), _target(text)
    for finding in findings(document, catalogue, target):
        edits = quick_fix(document, catalogue, target, finding)
        compile(apply_edits(document.data, edits).decode().lstrip("\ufeff"), path.name, "exec")
