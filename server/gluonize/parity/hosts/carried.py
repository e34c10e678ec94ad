"""The files of a kernel that shares no file system with this process: they cross in pieces, over Jupyter's comms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from gluonize.errors import KernelError
from gluonize.parity.hosts.model import Answer, Ask, Tick

PIECE = 4 * 2**20
"""Bytes of a file that cross at a time; a server's websocket takes up to 10 MiB in one message."""


class CarriedFiles:
    """Below the kernel's folder `root`, paths are as on this machine, so that what lies side by side stays so."""

    def __init__(self, root: str, ask: Ask, companions: Callable[[Path], Sequence[Path]]) -> None:
        """`companions` tells what goes along with a program."""
        self._root = root
        self._ask_kernel = ask
        self._companions = companions

    def there(self, path: Path) -> str:
        return there(self._root, path)

    def push(self, paths: Sequence[Path], tick: Tick | None = None) -> None:
        for path in paths:
            for offset, piece in _pieces(path):
                self._ask("put", path, {"offset": offset}, [piece], tick)

    def pull(self, paths: Sequence[Path], tick: Tick | None = None) -> None:
        for path in paths:
            offset, size = 0, 1
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                while offset < size:
                    answer = self._ask("get", path, {"offset": offset, "size": PIECE}, [], tick)
                    size = int(answer.data["size"])
                    got = sum(file.write(buffer) for buffer in answer.buffers)
                    if not got and offset < size:
                        raise KernelError(f"{path.name} became shorter while it was fetched from the kernel")
                    offset += got

    def push_program(self, source: Path, tick: Tick | None = None) -> None:
        self.push([source, *self._companions(source)], tick)

    def drop(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            self._ask("drop", folder, {}, [], None)

    def _ask(
        self, what: str, path: Path, more: Mapping[str, Any], buffers: Sequence[bytes], tick: Tick | None
    ) -> Answer:
        answer = self._ask_kernel({"do": what, "path": _below(path), **more}, buffers, tick)
        if "error" in answer.data:
            raise KernelError(f"the kernel cannot {what} {path.name}: {answer.data['error']}")
        return answer


def there(root: str, path: Path) -> str:
    """Where the copy of `path` lies in the kernel's folder `root`."""
    return str(PurePosixPath(root, _below(path)))


def _below(path: Path) -> str:
    return path.absolute().as_posix().replace(":", "").lstrip("/")


def _pieces(path: Path) -> Iterator[tuple[int, bytes]]:
    """The content of a file with its offsets; an empty file is one empty piece."""
    with path.open("rb") as file:
        offset, piece = 0, file.read(PIECE)
        yield offset, piece
        while len(piece) == PIECE:
            offset, piece = offset + PIECE, file.read(PIECE)
            if piece:
                yield offset, piece
