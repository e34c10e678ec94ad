"""JSON that is ready to be sent.

A long file has a thousand diagnostics and all are sent on every key. As text that is put together from parts which
stay the same they cost a tenth of what objects of the protocol's library cost, which are built, taken apart and dumped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache


class Json(str):
    """A text that is JSON."""

    __slots__ = ()


@lru_cache(maxsize=4096)
def quoted(text: str) -> Json:
    """A string as JSON."""
    return Json(json.dumps(text))


def number(value: int | None) -> Json:
    """A whole number, or null, as JSON."""
    return Json("null" if value is None else str(value))


def array(items: Iterable[str]) -> Json:
    """A list of JSON texts as one."""
    return Json(f"[{','.join(items)}]")


def joined(first: Json, second: Json) -> Json:
    """Two lists as one."""
    return Json("[" + ",".join(filter(None, (first[1:-1], second[1:-1]))) + "]")


def members(**values: str) -> Json:
    """An object whose values are JSON texts."""
    listed = ",".join(f'"{key}":{value}' for key, value in values.items())
    return Json(f"{{{listed}}}")
