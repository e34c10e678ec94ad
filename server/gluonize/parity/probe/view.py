"""A run's own view of the folder that its program lies in: what it writes there, neither the user nor others see."""

from __future__ import annotations

import builtins
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from .patches import Patches

_ABOVE = 2
"""How many of the folders above are there too, for programs that read `../data`."""
_SMALL = 1 << 20
_MOST, _INNER = 1000, 500
"""How many files and folders a view looks at in all, and in one folder beside the program."""
_OTHERS = (Path(tempfile.gettempdir()).resolve(), Path(os.path.abspath(os.sep)))
"""Folders above whose many entries belong to other programs: nothing of them is taken in."""
_LEFT = (".git", ".hg", ".venv", "venv", "node_modules", "__pycache__")


class View:
    """The program and its surroundings below the new folder `root`; `path` is where it finds itself.

    Small files beside the program are copied. Others are links, which become copies when they are opened for writing.
    Large folders, and what the folders above hold, are links: these are shared. Where the system has no links, and for
    a program that was never saved, the view is the folder itself.
    """

    def __init__(self, program: Path, root: Path, patches: Patches) -> None:
        self.home = program.parent
        self.root = root
        self.folder = self.home
        self._left = _MOST
        if self.home.is_dir():
            try:
                self.folder = self._build()
            except OSError:
                shutil.rmtree(root, ignore_errors=True)
        self.path = self.folder / program.name
        for module in (builtins, io):
            patches.wrap(module, "open", self._opening)
        patches.wrap(os, "open", self._opening_low)

    def writing(self, file: Any, keep: bool = False) -> None:
        """A program is about to write a file: a link to the user's goes, and is a copy of it then if `keep`."""
        if not isinstance(file, (str, bytes, os.PathLike)):
            return
        path = Path(os.path.abspath(os.fsdecode(file)))
        if self.root in path.parents and path.is_symlink() and path.is_file():
            target = path.resolve()
            path.unlink()
            if keep:
                shutil.copyfile(target, path)

    def release(self, file: Path) -> None:
        """Let the user have a file that the program has made in the view, and a link stay in its place."""
        path = Path(os.path.abspath(file))
        if self.folder in path.parents and path.is_file() and not path.is_symlink():
            target = self.home / path.relative_to(self.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
            path.symlink_to(target)

    def known(self, file: Any) -> list[Any] | None:
        """What a file is known by on both sides: its place, seen from the program, its time and its size."""
        if not isinstance(file, (str, bytes, os.PathLike)):
            return None
        path = Path(os.path.abspath(os.fsdecode(file)))
        with suppress(OSError):
            found = path.stat()
            inside = self.root in path.parents
            return [os.path.relpath(path, self.folder) if inside else str(path), found.st_mtime_ns, found.st_size]
        return None

    def shown(self, text: str) -> str:
        """`text` with the user's name of the folder in the place of this view's."""
        return text.replace(str(self.folder), str(self.home))

    def _build(self) -> Path:
        around = [self.home, *self.home.parents][: _ABOVE + 1]
        place = self.root
        place.mkdir(parents=True)
        for above, below in zip(reversed(around[1:]), reversed(around[:-1]), strict=True):
            for entry in _entries(above) if above not in _OTHERS else ():
                if entry.name != below.name:
                    (place / entry.name).symlink_to(entry.path)
            place = place / below.name
            place.mkdir()
        self._fill(self.home, place)
        return place

    def _fill(self, source: Path, place: Path) -> None:
        for entry in _entries(source):
            own = place / entry.name
            if Path(entry.path) in self.root.parents:
                continue
            if entry.is_dir() and not entry.is_symlink() and entry.name not in _LEFT and self._is_small(entry.path):
                own.mkdir()
                self._fill(Path(entry.path), own)
            elif source == self.home and entry.is_file() and entry.stat().st_size <= _SMALL:
                shutil.copy2(entry.path, own)
            else:
                own.symlink_to(os.path.realpath(entry.path))

    def _is_small(self, folder: str) -> bool:
        """Whether a folder has few enough files to be taken in; those of the folders in it are known then."""
        if self.home != Path(folder).parent:
            return True
        most = min(self._left, _INNER)
        count = 0
        for _, folders, files in os.walk(folder):
            count += len(folders) + len(files)
            if count > most:
                break
        self._left -= min(count, most)
        return count <= most

    def _opening(self, original: Any) -> Any:
        def open(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
            if isinstance(mode, str) and not {"w", "a", "x", "+"}.isdisjoint(mode):
                self.writing(file, keep="w" not in mode)
            return original(file, mode, *args, **kwargs)

        return open

    def _opening_low(self, original: Any) -> Any:
        def open(path: Any, flags: int, *args: Any, **kwargs: Any) -> Any:
            if flags & (os.O_WRONLY | os.O_RDWR):
                self.writing(path, keep=not flags & os.O_TRUNC)
            return original(path, flags, *args, **kwargs)

        return open


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What is in a folder; nothing where it cannot be read."""
    with suppress(PermissionError), os.scandir(folder) as found:
        yield from found
