"""The arrays and numbers inside of nested lists, tuples and dicts, each by its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_LONGEST = 64


def items(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """What is in `value` that has no parts itself, with its path."""
    inner = parts(value)
    for step, part in inner:
        yield from items(part, path + step)
    if not inner:
        yield path, value


def parts(value: Any) -> list[tuple[str, Any]]:
    """The items of a short list, tuple or dict, each with its step of the path."""
    if isinstance(value, (list, tuple)) and len(value) <= _LONGEST:
        return [(f"[{index}]", part) for index, part in enumerate(value)]
    if isinstance(value, dict) and len(value) <= _LONGEST:
        return [(f"[{key!r}]", part) for key, part in value.items()]
    return []
