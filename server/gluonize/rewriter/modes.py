"""In which mode networks are, as far as a text tells: PyTorch's networks keep a mode, MXNet's take that of the scope.

A function finds its networks in the modes in which its callers left them, so the whole text is looked at.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property

from gluonize.analysis import Document, Span, Unit
from gluonize.rewriter.mode_events import (
    SWITCHES,
    TRAINING,
    UNKNOWN,
    Call,
    Event,
    Made,
    ScopeModes,
    mode_given,
    scopes_of,
)

Modes = frozenset[str]

_NONE: Modes = frozenset()
_DIFFERENT = (
    "BatchNorm", "batch_norm", "torchvision.models.", "ropout", "RReLU", "rrelu", "Transformer", "MultiheadAttention",
    "torch.nn.Module.training",
)  # fmt: skip
_KEPT = ("BatchNorm", "torchvision.models.")
_DEPTH = 6


def sensitivity(document: Document) -> bool:
    """Whether something in a text's networks differs between the modes: random draws, or statistics."""
    classes = document.module_classes()
    return any(_unit_sensitivity(unit, classes) for _, unit in document.units())


def _unit_sensitivity(unit: Unit, classes: frozenset[str]) -> bool:
    key = ("sensitivity", classes)
    if key not in unit.memo:
        unit.memo[key] = bool(differing(unit, classes))
    return bool(unit.memo[key])


def differing(unit: Unit, classes: frozenset[str]) -> list[str]:
    """The names of what differs between the modes, or may do so, in a top-level statement."""
    names = [use.name for use in unit.uses if use.kind in {"call", "base", "attribute"}]
    strange = [use.result for use in unit.uses if use.kind == "instantiate" and use.result not in classes]
    inner = [use.name for use in unit.uses if any(argument.keyword == "dropout" for argument in use.arguments)]
    return strange + inner + [name for name in names if any(part in name for part in _DIFFERENT)]


def keeps_statistics(document: Document) -> bool:
    """Whether a text has layers that keep running statistics: Gluon has these among the parameters."""
    return any(_unit_keeps(unit) for _, unit in document.units())


def _unit_keeps(unit: Unit) -> bool:
    if "statistics" not in unit.memo:
        unit.memo["statistics"] = any(part in use.name for use in unit.uses for part in _KEPT)
    return bool(unit.memo["statistics"])


class Survey:
    """The modes of a whole text."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.sensitive = sensitivity(document)
        self.statistics = keeps_statistics(document)
        # Functions call one another in many ways; how deep a question was asked stands for the way to it.
        self._found_events: dict[tuple[int, str, int], list[Event]] = {}
        self._found_modes: dict[tuple[int, str, str, int, int], Modes] = {}

    @cached_property
    def _units(self) -> list[tuple[int, dict[str, ScopeModes]]]:
        return scopes_of(self._document)

    @cached_property
    def _functions(self) -> dict[str, tuple[int, ScopeModes]]:
        found = ((number, scope) for number, (_, scopes) in enumerate(self._units) for scope in scopes.values())
        return {scope.path: (number, scope) for number, scope in found if scope.path}

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """The paths of the functions of each name."""
        found: dict[str, list[str]] = {}
        for path in self._functions:
            found.setdefault(path.rpartition(".")[2], []).append(path)
        return found

    @cached_property
    def networks(self) -> frozenset[str]:
        """The texts of all that is put into a mode somewhere."""
        if not self._switched:
            return frozenset()
        found = ((number, scope) for number, (_, unit) in enumerate(self._units) for scope in unit.values())
        events = (event for number, scope in found for event in self._events(number, scope, ()))
        return frozenset(event.network for event in events)

    @cached_property
    def _switched(self) -> frozenset[str]:
        if not any(use.name in SWITCHES for _, unit in self._document.units() for use in unit.uses):
            return _NONE
        scopes = (scope for _, unit in self._units for scope in unit.values())
        return frozenset(event.network for scope in scopes for event in scope.events)

    @cached_property
    def recorded_elsewhere(self) -> frozenset[str]:
        """The names of functions that run inside a scope of another function, or may do so."""
        scopes = [scope for _, unit in self._units for scope in unit.values() if scope.records]
        return frozenset(call.name for scope in scopes for call in self._local_calls(scope))

    @cached_property
    def key(self) -> Hashable:
        """What the modes depend on, free of offsets: while it is the same, so are the modes."""
        if not self.sensitive or not self.networks:
            return self.sensitive, self.statistics
        return (
            self.sensitive,
            self.statistics,
            tuple(tuple(self._digest(scope) for scope in unit.values()) for _, unit in self._units),
        )

    def _digest(self, scope: ScopeModes) -> Hashable:
        roots = {network.partition(".")[0] for network in self.networks}
        found: list[tuple[int, Hashable]] = [(loop.start, "loop") for loop in scope.loops]
        found += [(loop.end, "end") for loop in scope.loops]
        found += [(event.place, (event.network, event.modes, event.reach is None)) for event in scope.events]
        found += [(made.place, (made.network, made.name)) for made in scope.made if made.name in self._named]
        for call in self._local_calls(scope):
            given = tuple(pair for pair in call.arguments if pair[1].partition(".")[0] in roots)
            found.append((call.place, (call.name, call.owner, given, call.reach is None)))
        return (
            scope.path,
            scope.parameters,
            scope.records,
            tuple(item for _, item in sorted(found, key=lambda pair: pair[0])),
        )

    def at(self, path: str, network: str, place: int) -> Modes:
        """The modes that a network may have at an offset in a function ("" is the module); none: unknown."""
        following = [start for start, _ in self._units[1:]] + [len(self._document.data) + 1]
        for number, (start, scopes) in enumerate(self._units):
            if start <= place < following[number] and path in scopes:
                return self._resolve(number, scopes[path], network, place - start, ())
        return _NONE

    def _resolve(self, number: int, scope: ScopeModes, network: str, place: int, seen: tuple[str, ...]) -> Modes:
        key = (number, scope.path, network, place, len(seen))
        if key not in self._found_modes:
            self._found_modes[key] = self._find_modes(number, scope, network, place, seen)
        return self._found_modes[key]

    def _find_modes(self, number: int, scope: ScopeModes, network: str, place: int, seen: tuple[str, ...]) -> Modes:
        events = [event for event in self._events(number, scope, seen) if event.network == network]
        around = [loop for loop in scope.loops if loop.start <= place < loop.end]
        found = _NONE
        for event in reversed([event for event in events if event.place <= place]):
            left = [loop for loop in around if event.place < loop.start]
            found |= _from_last_turn(events, left, place) | event.modes
            around = [loop for loop in around if loop not in left]
            if event.reach is None or event.reach.start <= place < event.reach.end:
                return found
        return found | _from_last_turn(events, around, place) | self._entry(number, scope, network, seen)

    def _entry(self, number: int, scope: ScopeModes, network: str, seen: tuple[str, ...]) -> Modes:
        """The modes of a network where a function begins, or a top-level statement."""
        root = network.partition(".")[0]
        if not scope.path:
            return self._before(number, network)
        if root in scope.bound and root not in scope.parameters:
            return frozenset({TRAINING})
        if scope.path in seen or len(seen) > _DEPTH:
            return _NONE
        found = _NONE
        callers = self._callers.get(scope.path, [])
        if not callers and root not in scope.parameters:
            return self._before(len(self._units), network)
        for caller, (other, call) in callers:
            given = _outside(network, scope, call)
            if given is not None:
                found |= self._resolve(other, caller, given, call.place, (*seen, scope.path))
        return found

    def _before(self, number: int, network: str) -> Modes:
        """The modes of a module's name behind its first top-level statements; networks start in training mode."""
        found = frozenset({TRAINING})
        member = network.rpartition(".")[2] if "." in network else ""
        for other, (_, scopes) in enumerate(self._units[:number]):
            for event in self._events(other, scopes[""], ()) if "" in scopes else ():
                if event.network == network:
                    found = event.modes if event.reach is None else found | event.modes
                elif member and event.network.rpartition(".")[2] == member:
                    found |= {UNKNOWN}
        return found

    def _events(self, number: int, scope: ScopeModes, seen: tuple[str, ...]) -> list[Event]:
        """What puts networks into a mode in a scope, calls of functions that do so included."""
        key = (number, scope.path, len(seen))
        if key not in self._found_events:
            self._found_events[key] = sorted(self._find_events(scope, seen), key=lambda event: event.place)
        return self._found_events[key]

    def _find_events(self, scope: ScopeModes, seen: tuple[str, ...]) -> list[Event]:
        found = list(scope.events)
        for made in scope.made:
            modes = self._modes_made(made, seen)
            if made.network in self._switched or modes != {TRAINING}:
                found.append(Event(made.place, made.network, modes, made.reach))
        for call in self._local_calls(scope):
            for path in self._called(scope, call):
                if path in self._own_switches:
                    found.append(Event(call.place, call.owner, frozenset({mode_given(call)}), call.reach))
                if path not in seen and len(seen) <= _DEPTH:
                    found += self._effects(path, call, (*seen, path))
        return found

    @cached_property
    def _own_switches(self) -> frozenset[str]:
        """The train() methods of the text's networks."""
        return frozenset(f"{path}.train" for path in self._document.module_classes())

    def _modes_made(self, made: Made, seen: tuple[str, ...]) -> Modes:
        """The modes of what a call gives: those in which a function of the text leaves what it returns."""
        found = _NONE
        for path in self._named.get(made.name, ()):
            if path in seen or len(seen) > _DEPTH:
                continue
            number, scope = self._functions[path]
            for name in scope.returned & {event.network for event in scope.events}:
                found |= self._resolve(number, scope, name, len(self._document.data), (*seen, path))
        return found or frozenset({TRAINING})

    def _effects(self, path: str, call: Call, seen: tuple[str, ...]) -> Iterator[Event]:
        number, scope = self._functions[path]
        last: dict[str, tuple[Modes, bool]] = {}
        for event in self._events(number, scope, seen):
            modes, certain = last.get(event.network, (_NONE, False))
            last[event.network] = (event.modes, True) if event.reach is None else (modes | event.modes, certain)
        for network, (modes, certain) in last.items():
            given = _outside(network, scope, call)
            if given is not None:
                reach = call.reach if certain else Span(call.place, call.place)
                yield Event(call.place, given, modes, reach)

    @cached_property
    def _callers(self) -> dict[str, list[tuple[ScopeModes, tuple[int, Call]]]]:
        """By the path of a function: the scopes that may call it, and where."""
        found: dict[str, list[tuple[ScopeModes, tuple[int, Call]]]] = {}
        for number, (_, scopes) in enumerate(self._units):
            for scope in scopes.values():
                for call in self._local_calls(scope):
                    for path in self._called(scope, call):
                        found.setdefault(path, []).append((scope, (number, call)))
        return found

    def _local_calls(self, scope: ScopeModes) -> Iterator[Call]:
        return (call for call in scope.calls if call.name in self._named)

    def _called(self, scope: ScopeModes, call: Call) -> Iterable[str]:
        """The functions of the text that a call may run."""
        if call.owner == "self":
            path = f"{scope.path.rpartition('.')[0]}.{call.name}"
            return [path] if path in self._functions else []
        method = bool(call.owner)
        return [
            path
            for path in self._named.get(call.name, ())
            if (self._functions[path][1].parameters[:1] == ("self",)) == method
        ]


def _from_last_turn(events: list[Event], loops: list[Span], place: int) -> Modes:
    """What the statements of loops behind `place` leave for the next turn."""
    found = _NONE
    for loop in loops:
        later = [event for event in events if place < event.place <= loop.end]
        found |= later[-1].modes if later else _NONE
    return found


def _outside(network: str, scope: ScopeModes, call: Call) -> str | None:
    """What a function's text for a network is where it is called; None where that is a name of the function's own."""
    root, _, rest = network.partition(".")
    if root not in scope.parameters:
        return None if root in scope.bound else network
    given = call.owner if root == "self" else _argument(root, scope, call)
    return f"{given}.{rest}" if given and rest else given or None


def _argument(name: str, scope: ScopeModes, call: Call) -> str:
    positions = [parameter for parameter in scope.parameters if parameter != "self"]
    keys = {name, str(positions.index(name))}
    return next((text for key, text in call.arguments if key in keys), "")
