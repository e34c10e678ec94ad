"""The arrays and numbers inside of nested lists, tuples and dicts, each by its path."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterator
from typing import Any

_LONGEST = 64
_DEEPEST = 16


def items(value: Any, path: str = "", around: tuple[int, ...] = ()) -> Iterator[tuple[str, Any]]:
    """What is in `value` that has no parts itself, with its path; nothing of what holds itself, or lies too deep."""
    inner = parts(value)
    if inner and is_endless(value, around):
        return
    for step, part in inner:
        yield from items(part, path + step, (*around, id(value)))
    if not inner:
        yield path, value


def is_endless(value: Any, around: tuple[int, ...]) -> bool:
    """Whether a value lies in itself, `around` being the ids of what it lies in, or as deep as if it did."""
    return id(value) in around or len(around) >= _DEEPEST


def parts(value: Any) -> list[tuple[str, Any]]:
    """The items of a short list, tuple, deque or dict, or a data class's fields, each with its step of the path."""
    if isinstance(value, (list, tuple, deque)) and len(value) <= _LONGEST:
        return [(f"[{index}]", part) for index, part in enumerate(value)]
    if isinstance(value, dict) and len(value) <= _LONGEST:
        return [(f"[{key!r}]", part) for key, part in value.items()]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [(f".{name}", vars(value)[name]) for name in _fields(value)]
    return []


def rebuilt(own: Any, new: list[Any]) -> Any:
    """What has parts, with new ones in it where it can be changed; else another where a part is another."""
    old = [part for _, part in parts(own)]
    if all(a is b for a, b in zip(old, new, strict=True)):
        return own
    if isinstance(own, list):
        own[:] = new
    elif isinstance(own, deque):
        own.clear()
        own.extend(new)
    elif isinstance(own, dict):
        own.update(zip(own, new, strict=True))
    elif isinstance(own, tuple):
        return type(own)(*new) if hasattr(own, "_fields") else type(own)(new)
    else:
        vars(own).update(zip(_fields(own), new, strict=True))
    return own


def _fields(value: Any) -> list[str]:
    """The fields of an object of a data class that it holds itself."""
    held = getattr(value, "__dict__", {})
    return [field.name for field in dataclasses.fields(value) if field.name in held]
