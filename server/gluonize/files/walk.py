"""Which files a path stands for: itself, or the files of a folder that version control would keep."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from pathspec import GitIgnoreSpec

from gluonize.errors import UsageError

SOURCE_SUFFIXES = (".py", ".ipynb")
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})
_Specs = tuple[tuple[Path, GitIgnoreSpec], ...]


def is_source(path: Path) -> bool:
    """Whether what is in a folder is a file of Python or a notebook."""
    return path.suffix in SOURCE_SUFFIXES and not path.is_dir()


def walk(path: Path, exclude: Sequence[str] = ()) -> Iterator[Path]:
    """`path` itself when it is a file; else the files below it, sorted, without hidden, ignored and vendored ones.

    Links to folders are not followed, and are among the files.

    `exclude` holds further patterns in .gitignore's syntax, relative to `path`. Raises UsageError when there is no
    such path.
    """
    require(path)
    if not path.is_dir():
        yield path
        return
    root = path.resolve()
    outer = _outer_specs(root)
    if _ignored(root, True, outer):
        outer = ()  # a folder that is ignored and named all the same is meant
    if exclude:
        outer = (*outer, (root, GitIgnoreSpec.from_lines(exclude)))
    for found in _below(root, outer):
        yield path / found.relative_to(root)


def require(path: Path) -> None:
    """Raise UsageError when there is no such file or folder."""
    if not path.exists():
        raise UsageError(f"{path} does not exist: give a file or a folder")


def sources(paths: Sequence[Path], exclude: Sequence[str] = ()) -> Iterator[tuple[Path, Path]]:
    """The Python files and notebooks that `paths` stand for, each once, with the path that led to it.

    A file that was named is one of them whatever its suffix.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in walk(path, exclude):
            if (found == path or is_source(found)) and found not in seen:
                seen.add(found)
                yield found, path


def _below(folder: Path, specs: _Specs) -> Iterator[Path]:
    specs = (*specs, *_own_spec(folder))
    for entry in sorted(os.scandir(folder), key=lambda item: item.name):
        if entry.name.startswith(".") or entry.name in _SKIPPED:
            continue
        path = folder / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if _ignored(path, is_folder, specs):
            continue
        if not is_folder:
            if entry.is_file() or entry.is_dir():
                yield path
        elif not (path / "pyvenv.cfg").exists():
            yield from _below(path, specs)


def _ignored(path: Path, is_folder: bool, specs: _Specs) -> bool:
    """The nearest .gitignore that says anything about `path` decides."""
    for base, spec in reversed(specs):
        verdict = spec.check_file(path.relative_to(base).as_posix() + ("/" if is_folder else "")).include
        if verdict is not None:
            return verdict
    return False


def _own_spec(folder: Path) -> _Specs:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return ((folder, GitIgnoreSpec.from_lines(lines)),)


def _outer_specs(root: Path) -> _Specs:
    """The .gitignore files between the repository's root and `root`, the outermost first."""
    if (root / ".git").exists():
        return ()
    specs: _Specs = ()
    for folder in root.parents:
        specs = (*_own_spec(folder), *specs)
        if (folder / ".git").exists():
            return specs
    return ()
