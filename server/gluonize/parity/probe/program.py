"""Runs a program's text as the user would run its file."""

from __future__ import annotations

import ast
import linecache
import os
import random
import sys
import traceback
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from .examiner import Examiner
from .instrument import places
from .streams import no_event_loop, plain_streams
from .view import View
from .watching import HOOK, Enough, UnreachedError, Watch

_DECORATOR = "__gluonize_decorator_"
Decorator = Callable[[Any], Any]


def run_program(
    text: str,
    place: str | View,
    label: str,
    arguments: Sequence[str] = (),
    watch: Watch | None = None,
    main: bool = True,
    examiner: Examiner | None = None,
    decorators: Mapping[str, Decorator] = MappingProxyType({}),
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Execute `text` as the file `place`, as `__main__` or as if imported; tracebacks show it as the file `label`.

    The answer is the program's namespace, and what it raised (type, message, line, kind) or None. Functions of the
    module that have the names of `decorators` are decorated.
    """
    path, shown = (str(place.path), place.shown) if isinstance(place, View) else (place, str)
    module = types.ModuleType("__main__")
    root, package = _package(Path(path))
    name = "__main__" if main else Path(path).stem
    module.__dict__.update(__file__=path, __builtins__=__builtins__, __name__=name, __package__=package)
    if watch is not None:
        module.__dict__[HOOK] = watch.hook
    module.__dict__.update({f"{_DECORATOR}{name}": decorator for name, decorator in decorators.items()})
    linecache.cache[label] = (len(text), None, text.splitlines(keepends=True), label)
    random.seed(0)
    np.random.seed(0)
    failure = None
    with _as_main(module, Path(path), root, arguments), plain_streams(), no_event_loop():
        try:
            _execute(_tree(text, label, decorators), label, module.__dict__, watch, examiner)
        except Enough:
            failure = None
        except UnreachedError as error:
            failure = {"sentence": str(error)}
        except BaseException as error:
            failure = _describe(error, label, shown)
    return module.__dict__, failure


def _tree(text: str, label: str, decorators: Mapping[str, Decorator]) -> ast.Module:
    tree = ast.parse(text, label)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in decorators:
            node.decorator_list.insert(0, ast.copy_location(ast.Name(f"{_DECORATOR}{node.name}", ast.Load()), node))
    return tree


def _execute(
    tree: ast.Module, label: str, namespace: dict[str, Any], watch: Watch | None, examiner: Examiner | None
) -> None:
    homes = places(tree) if examiner is not None else {}
    if watch is not None:
        watch.instrument(tree)
    if examiner is not None:
        examiner.instrument(homes, namespace)
    try:
        exec(compile(tree, label, "exec", dont_inherit=True), namespace)
    except SystemExit as stop:
        if stop.code:
            raise
    if watch is not None:
        watch.finish(namespace)


@contextmanager
def _as_main(module: types.ModuleType, path: Path, root: Path, arguments: Sequence[str]) -> Iterator[None]:
    before = sys.modules["__main__"], sys.argv, list(sys.path), os.getcwd(), set(sys.modules)
    sys.modules["__main__"] = module
    sys.argv = [str(path), *arguments]
    sys.path[:0] = dict.fromkeys([str(path.parent), str(root)])
    if path.parent.is_dir():  # a text that was never saved has none
        os.chdir(path.parent)
    try:
        yield
    finally:
        sys.modules["__main__"], sys.argv, sys.path[:], folder, known = before
        os.chdir(folder)
        _forget_neighbours(root, known)


def _package(path: Path) -> tuple[Path, str | None]:
    """The folder of the outermost package around a file, and the package that the file is in; None for none.

    With that, a module of a package runs as with `python -m`, so that its relative imports work.
    """
    folder = path.parent
    parts: list[str] = []
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(parts) or None


def _forget_neighbours(folder: Path, known: set[str]) -> None:
    """The modules beside the program may have been edited before the next run."""
    for name in set(sys.modules) - known:
        file = getattr(sys.modules[name], "__file__", None)
        if file and folder in Path(file).parents and "site-packages" not in file:
            del sys.modules[name]


def _describe(error: BaseException, label: str, shown: Callable[[str], str]) -> dict[str, Any]:
    name = type(error).__name__
    detail = str(error).split("\nStack trace")[0].rpartition("MXNetError: ")[2].strip()
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == label]
    line = lines[-1] if lines else (error.lineno if isinstance(error, SyntaxError) else None)
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    if name == "StdinNotImplementedError":
        name, detail = "input()", "nobody can answer while programs are compared; put a value in its place"
    return {"type": name, "message": shown(detail)[:2000], "line": line, "missing": missing}
