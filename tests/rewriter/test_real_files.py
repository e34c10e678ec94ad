"""PyTorch's own sources as input: whatever they hold, the result compiles, and nothing is touched without need."""

from __future__ import annotations

import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert


def _torch_files() -> list[Path]:
    spec = find_spec("torch")
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    files = sorted(path for folder in folders for path in Path(folder).rglob("*.py"))
    return files[::37]


@pytest.mark.parametrize("path", _torch_files(), ids=lambda path: "/".join(path.parts[-3:]))
def test_a_file_of_pytorch(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(text, path.name, "exec")
        conversion = convert(Document(text), load_catalogue(), "nd")
        compile(conversion.text, path.name, "exec")
    if "torch" not in text:
        assert conversion.text == text
    if not conversion.remaining:
        assert convert(Document(conversion.text), load_catalogue(), "nd").text == conversion.text


def _standard_files() -> list[Path]:
    import json
    import pathlib

    names = [json.__file__, pathlib.__file__, sys.modules["warnings"].__file__]
    return [Path(name) for name in names if name is not None]


@pytest.mark.parametrize("path", _standard_files(), ids=lambda path: path.name)
def test_a_file_without_pytorch_stays(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert convert(Document(text), load_catalogue(), "nd").text == text
