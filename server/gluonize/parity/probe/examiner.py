"""Examines the statements that have a counterpart on the other side: what each reads, and what it makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .instrument import EXAMINER, Places, examine
from .namespace import leaves
from .recorder import Recorder

EXECUTIONS = 8
"""How many executions of each statement are examined."""

Scope = Mapping[str, Any]


class Examiner:
    """The common part of both sides: which executions are examined, and which statement is being executed.

    A side says in `begin`, `end`, `result` and `arguments` what to do with them; a record is what it keeps of one
    execution. A program that is examined finds this object under the name `EXAMINER`.
    """

    ours = True

    def __init__(self, units: list[dict[str, Any]], recorder: Recorder, read: Any) -> None:
        self.units = {unit["key"]: unit for unit in units}
        self.recorder = recorder
        self.read = read
        self.namespace: Scope = {}
        self._open: list[tuple[str, dict[str, Any] | None]] = []

    def instrument(self, found: Places, namespace: dict[str, Any]) -> None:
        """Put this examiner into the program whose statements are `found`; it will run in `namespace`."""
        self.namespace = namespace
        namespace[EXAMINER] = self
        examine(found, list(self.units.values()), ours=self.ours)

    def before(self, key: str, scope: Scope) -> dict[str, Any]:
        """A statement is about to be executed; gives the new values of variables that it reads."""
        record = self._begun(key)
        self._open.append((key, record))
        if record is None:
            self.unexamined(key, scope)
            return {}
        return self.begin(record, scope)

    def after(self, key: str, scope: Scope) -> dict[str, Any]:
        """A statement has been executed, or a loop has assigned its targets; gives new values of what it assigned."""
        record = self._begun(key) if self.units[key]["kind"] == "loop" else self._closed(key)
        return {} if record is None else self.end(record, scope)

    def returned(self, key: str, value: Any) -> Any:
        """A statement is about to return `value`; gives what it shall return."""
        record = self._closed(key)
        return value if record is None else self.result(record, value)

    def entered(self, key: str, scope: Scope) -> dict[str, Any]:
        """A function has been called, with the parameters in `scope`; gives new values of them."""
        record = self._begun(key)
        return {} if record is None else self.arguments(record, scope)

    @property
    def current(self) -> dict[str, Any] | None:
        """The record of the statement that is being executed, None where it is not examined."""
        return self._open[-1][1] if self._open else None

    def lookup(self, scope: Scope, name: str) -> Any:
        """The value of a dotted name, None where it has none."""
        first, *rest = name.split(".")
        value = scope.get(first, self.namespace.get(first))
        for part in rest:
            value = getattr(value, part, None)
        return value

    def leaves(self, value: Any) -> dict[str, Any]:
        """The arrays and numbers in a value by their paths."""
        return dict(leaves(value, self.read))

    def _begun(self, key: str) -> dict[str, Any] | None:
        return self.start(key, self.recorder.count(f"unit {key}"))

    def _closed(self, key: str) -> dict[str, Any] | None:
        """End the statement `key`, and those inside it that an exception has ended."""
        while self._open:
            other, record = self._open.pop()
            if other == key:
                return record
        return None

    def start(self, key: str, number: int) -> dict[str, Any] | None:
        """The record of an execution that is to be examined."""
        raise NotImplementedError

    def unexamined(self, key: str, scope: Scope) -> None:
        """A statement is about to be executed that is not examined this time."""

    def begin(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        raise NotImplementedError

    def end(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        raise NotImplementedError

    def result(self, record: dict[str, Any], value: Any) -> Any:
        raise NotImplementedError

    def arguments(self, record: dict[str, Any], scope: Scope) -> dict[str, Any]:
        raise NotImplementedError
