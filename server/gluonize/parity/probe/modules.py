"""Converted texts in the place of those of the modules that a program imports."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from .patches import Patches


class _Text(SourceFileLoader):
    """Loads a module from a text; nothing of it is written beside the file that it stands for."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def get_source(self, fullname: str) -> str:
        return self._text

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self._text, self.path, "exec", dont_inherit=True)
        return code


class _Finder:
    def __init__(self, texts: Mapping[str, str], shown: Callable[[str], str]) -> None:
        self._texts = {os.path.realpath(path): text for path, text in texts.items()}
        self._shown = shown

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin is None:
            return None
        text = self._texts.get(os.path.realpath(self._shown(spec.origin)))
        if text is None:
            return None
        spec.loader = _Text(name, spec.origin, text)
        return spec


def stand_in(texts: Mapping[str, str], shown: Callable[[str], str], patches: Patches) -> None:
    """Let imports find the `texts` instead of what is in the files that they are given for.

    `shown` gives the user's name of a file for the one that the program finds it by.
    """
    finder = _Finder(texts, shown)
    sys.meta_path.insert(0, finder)
    patches.on_undo(lambda: sys.meta_path.remove(finder))
