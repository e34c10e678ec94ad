"""What the tables cannot tell, asked of jedi: slow, so only off the keystroke path and under a time budget."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from gluonize.analysis.document import Document
from gluonize.analysis.model import Span
from gluonize.analysis.packages import is_torch
from gluonize.catalogue.names import canonical


def infer_receivers(
    document: Document, root: Path | None, budget: float, cancelled: Callable[[], bool] = lambda: False
) -> dict[Span, str]:
    """The classes of the receivers that the document's own analysis could not type, by receiver span.

    `budget` is in seconds: what is not answered in time is left out. Only classes of PyTorch are reported.
    """
    import jedi

    spans = [use.receiver for use in document.uses() if not use.sure and use.receiver is not None]
    if not spans:
        return {}
    deadline = time.monotonic() + budget
    project = jedi.Project(root) if root is not None else None
    script = jedi.Script(document.text, path=document.path or None, project=project)
    found: dict[Span, str] = {}
    for span in spans:
        if time.monotonic() > deadline or cancelled():
            break
        name = _class_at(script, document, span)
        if name is not None:
            found[span] = name
    return found


def _class_at(script: object, document: Document, span: Span) -> str | None:
    offset = span.end - 1
    line = document.data.count(b"\n", 0, offset) + 1
    begin = document.data.rfind(b"\n", 0, offset) + 1
    column = len(document.data[begin:offset].decode("utf-8", "replace"))
    try:
        names = script.infer(line, column)  # type: ignore[attr-defined]
    except (ValueError, RecursionError, AttributeError, KeyError, OSError):
        return None
    classes = {canonical(name.full_name) for name in names if name.full_name and name.type == "instance"}
    known = {name for name in classes if is_torch(name)}
    return known.pop() if len(classes) == 1 and known else None
