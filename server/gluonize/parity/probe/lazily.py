"""Arrays that are read when they are asked for, so that no copy of all of them is held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

K = TypeVar("K")


class Lazily(Mapping[K, Any]):
    """`read` of each of `sources`, as they are at the time of asking."""

    def __init__(self, sources: Mapping[K, Any], read: Callable[[Any], Any]) -> None:
        self._sources = sources
        self._read = read

    def __getitem__(self, key: K) -> Any:
        return self._read(self._sources[key])

    def __iter__(self) -> Iterator[K]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)
