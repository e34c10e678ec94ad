"""A Python file or a notebook, read for analysis: the document, and where its offsets lie."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gluonize.analysis import Document
from gluonize.errors import SourceError
from gluonize.files.notebooks import Notebook, parse_notebook
from gluonize.files.positions import Lines, Position
from gluonize.files.sources import Source, decode, read_bytes
from gluonize.rewriter.model import Edit, apply_edits


@dataclass(frozen=True, slots=True)
class Program:
    """One file's code, whether it is a module or a notebook."""

    name: str
    data: bytes
    """The file as it is."""
    source: Source
    document: Document
    at: Callable[[int], Position]
    """The position of a byte offset of the document."""
    notebook: Notebook | None = None

    def syntax_error(self) -> str:
        """One sentence on the first place that is not Python, or "" when there is none."""
        if self.notebook is None:
            return _module_error(self.source.text) or self._tree_error()
        return self._tree_error()

    def changed(self, edits: Sequence[Edit]) -> tuple[str, str]:
        """The code before and after edits of the document, for people: of a notebook, its code cells."""
        before = self.document.data if self.notebook is None else self.notebook.raw
        return before.decode(), apply_edits(before, tuple(edits)).decode()

    def edited(self, edits: Sequence[Edit], *, keep_outputs: bool = False) -> str:
        """The file's text with edits of the document made."""
        if self.notebook is not None:
            return self.notebook.edited(edits, keep_outputs=keep_outputs)
        return apply_edits(self.document.data, tuple(edits)).decode()

    def _tree_error(self) -> str:
        errors = [(error.start, "this is not valid Python") for error in self.document.errors()]
        errors += [
            (start, "this is nested too deeply to be read") for start, unit in self.document.units() if unit.deep
        ]
        if not errors:
            return ""
        place = self.at(errors[0][0])
        cell = "" if place.cell is None else f"cell {place.cell}, "
        return f"{cell}line {place.line}: {errors[0][1]}"


def read_program(path: Path) -> Program:
    """The program in a file; raises SourceError."""
    return program(read_bytes(path), str(path))


def program(data: bytes, name: str) -> Program:
    """The program in the bytes of a file called `name`; raises SourceError."""
    if name.endswith(".ipynb"):
        source = Source(_utf8(data))
        notebook = parse_notebook(source.text)
        return Program(name, data, source, Document(notebook.text, path=name), notebook.at, notebook)
    source = decode(data)
    document = Document(source.text, path=name)
    return Program(name, data, source, document, Lines(document.data).at)


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 text at byte {error.start}: save it as UTF-8") from None


def _module_error(text: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        place = "" if error.lineno is None else f"line {error.lineno}: "
        return f"{place}not valid Python {version}: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return f"cannot be parsed: {error}"
    return ""
