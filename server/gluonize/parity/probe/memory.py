"""The memory of this process."""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path

try:
    import resource
except ImportError:  # on Windows
    resource = None  # type: ignore[assignment]

_STATUS = Path("/proc/self/status")


def reset_peak() -> int:
    """Forget the peak so far, where the system can, and tell the bytes in use now."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _field("VmRSS") or peak()


def peak() -> int:
    """The largest resident size of this process since `reset_peak`, in bytes; since its start where not reset.

    0 where the system does not tell.
    """
    known = _field("VmHWM")
    if known is not None:
        return known
    if resource is None:
        return 0
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest if sys.platform == "darwin" else largest * 1024


def _field(name: str) -> int | None:
    with contextlib.suppress(OSError):
        found = re.search(rf"^{name}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"), re.MULTILINE)
        return int(found[1]) * 1024 if found else None
    return None
