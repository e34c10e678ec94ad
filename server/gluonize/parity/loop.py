"""One event loop, in a thread of its own, for all that Jupyter's client does."""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_POLL = 0.1

_lock = threading.Lock()
_running: list[tuple[asyncio.AbstractEventLoop, threading.Thread]] = []


def wait(coroutine: Coroutine[Any, Any, T], tick: Callable[[], None] | None = None) -> T:
    """Run `coroutine` on the loop and wait for its result; may be called from any thread but the loop's own.

    `tick` is called several times a second; what it raises cancels the coroutine.
    """
    future = asyncio.run_coroutine_threadsafe(coroutine, _loop())
    try:
        while tick is not None and not concurrent.futures.wait([future], timeout=_POLL).done:
            tick()
        return future.result()
    except BaseException:
        future.cancel()
        raise


def _loop() -> asyncio.AbstractEventLoop:
    with _lock:
        if not _running:
            loop = asyncio.new_event_loop()
            thread = threading.Thread(target=loop.run_forever, name="gluonize-kernels", daemon=True)
            thread.start()
            _running.append((loop, thread))
        return _running[0][0]


def _end() -> None:
    with _lock:
        for loop, thread in _running:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()
        _running.clear()


atexit.register(_end)
