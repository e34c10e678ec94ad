"""What a kernel is to a program as long as it runs: an ordinary process, with ordinary streams and no event loop."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO


class _Bytes(io.BufferedIOBase):
    """The binary side of a stream of text."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        written = bytes(memoryview(data))  # type: ignore[arg-type]
        self._stream.write(written.decode("utf-8", "replace"))
        return len(written)

    def flush(self) -> None:
        with suppress(ValueError):
            self._stream.flush()


@contextmanager
def plain_streams() -> Iterator[None]:
    """Give the kernel's streams what those of a process have; put them back where the program puts others there."""
    before: tuple[Any, Any] = sys.stdout, sys.stderr
    for stream in before:
        if not hasattr(stream, "buffer"):
            stream.buffer = _Bytes(stream)
            stream.reconfigure = lambda **settings: None
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


@contextmanager
def no_event_loop() -> Iterator[None]:
    """Hide the kernel's own event loop, so that asyncio.run() works as in a script."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)
        if running is not None:
            asyncio.set_event_loop(running)
