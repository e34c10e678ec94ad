"""Attributes of the frameworks that are replaced for the time of one run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ABSENT = object()


class Patches:
    """Replaces attributes, and puts back what was there in the opposite order."""

    def __init__(self) -> None:
        self._undo: list[tuple[Any, str, Any]] = []

    def wrap(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        """Replace `owner.name` by `make(original)`; does nothing where the framework's version has no such name."""
        original = getattr(owner, name, _ABSENT)
        if original is _ABSENT:
            return
        self._undo.append((owner, name, vars(owner).get(name, _ABSENT)))
        setattr(owner, name, make(original))

    def on_undo(self, action: Callable[[], Any]) -> None:
        """Call `action` when the run is over."""
        self._undo.append((action, "", _ABSENT))

    def undo(self) -> None:
        while self._undo:
            owner, name, value = self._undo.pop()
            if not name:
                owner()
            elif value is _ABSENT:
                delattr(owner, name)
            else:
                setattr(owner, name, value)
