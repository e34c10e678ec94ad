"""Times of the first steps and of modules' first calls, with the device at rest before each reading of the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_MOST = 50
"""So many are timed; more would slow a program down whose device works ahead of it."""


class Timer:
    """`clock` reads seconds, `sync` waits until the device has done its work."""

    def __init__(self, clock: Callable[[], float], sync: Callable[[], None]) -> None:
        self._clock = clock
        self._sync = sync
        self._last = 0.0
        self.steps: list[float] = []
        self.calls: dict[int | str, list[float]] = {}

    def pause(self) -> None:
        """What happens until the next step is no step."""
        self._last = 0.0

    def stepped(self) -> None:
        """An optimizer's step is over; the time since the one before is that of a step."""
        if len(self.steps) >= _MOST:
            return
        self._sync()
        now = self._clock()
        if self._last:
            self.steps.append(now - self._last)
        self._last = now

    def call(self, place: tuple[int | str, str] | None, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What `function` returns; timed where it is the call of a whole module or of a definition.

        `place` is the module's number or the definition's name, and the path inside the module, which is "" then.
        """
        if place is None or place[1] or len(self.calls.get(place[0], ())) >= _MOST:
            return function(*args, **kwargs)
        self._sync()
        begin = self._clock()
        result = function(*args, **kwargs)
        self._sync()
        self.calls.setdefault(place[0], []).append(self._clock() - begin)
        return result

    def to_json(self) -> dict[str, Any]:
        return {"steps": self.steps, "calls": {str(root): seconds for root, seconds in self.calls.items()}}
