"""Ends the kernel, and all that it started, when the process that compares is no more."""

from __future__ import annotations

import os
import signal
import threading
import time

_POLL_SECONDS = 0.5


def watch(parent: int) -> None:
    """Look for `parent` from a thread; the kernel leads a process group, so its workers end with it."""
    if hasattr(os, "killpg"):
        threading.Thread(target=_watch, args=(parent,), name="gluonize-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    end()


def end() -> None:
    """End this kernel and its workers at once."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
