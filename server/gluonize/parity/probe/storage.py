"""Arrays in a file: their numbers one after the other, written as soon as they are recorded and read in place.

An index, which is JSON, says where each is and of what type and shape. Nothing but numbers can be read.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np

FILE = "arrays.bin"

_NUMBERS = "biufc"
_ALIGNED = 64
_PIECE = 1 << 20


class Writer:
    """Puts arrays into `file`; `index` tells where they are."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.index: dict[str, list[Any]] = {}
        self._end = 0
        self._process = os.getpid()

    def add(self, array: Any) -> str:
        """Write `array` as it is now, and return the name under which it is found; holds no copy of it."""
        array = np.asarray(array)
        if array.dtype.kind not in _NUMBERS:
            raise ValueError(f"an array of {array.dtype} holds more than numbers")
        name = f"a{len(self.index)}"
        if os.getpid() != self._process:
            return name  # a worker that was forked; what it records goes with it, and the file is not its own
        self._pad()
        self.index[name] = [self._end, array.dtype.newbyteorder("<").str, list(array.shape)]
        for piece in _pieces(array):
            self.file.write(piece)
        self._end += array.nbytes
        return name

    def _pad(self) -> None:
        """Numbers begin where processors read them well."""
        missing = -self._end % _ALIGNED
        self.file.write(bytes(missing))
        self._end += missing


def _pieces(array: Any) -> Any:
    """The bytes of an array in the order of its axes; one that lies so already is not copied."""
    if array.flags.c_contiguous and array.dtype.newbyteorder("<") == array.dtype:
        yield array.reshape(-1).view(np.uint8).data
        return
    size = max(_PIECE // max(array.itemsize, 1), 1)
    flat = array.flat
    for start in range(0, array.size, size):
        yield flat[start : start + size].astype(array.dtype.newbyteorder("<")).tobytes()


class Reader(Mapping[str, Any]):
    """The arrays of a file by their names, read-only; the system loads what is looked at."""

    def __init__(self, folder: Path, index: Mapping[str, list[Any]]) -> None:
        self._index = index
        with (folder / FILE).open("rb") as file:
            file.seek(0, 2)
            empty = file.tell() == 0
            self._data: Any = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __getitem__(self, name: str) -> Any:
        offset, text, shape = self._index[name]
        dtype = np.dtype(text)
        if dtype.kind not in _NUMBERS:
            raise ValueError(f"an array of {dtype} holds more than numbers")
        count = int(np.prod(shape, dtype=np.int64))
        if not count:
            return np.empty(shape, dtype)
        return np.frombuffer(self._data, dtype, count, offset).reshape(shape)

    def __iter__(self) -> Any:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)
