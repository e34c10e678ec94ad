"""What converts whole or not at all: a network's class with those it derives from, and training loops with networks.

The answer is for several documents that import from one another, or for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gluonize.analysis import Document, Unit, Use, shift
from gluonize.catalogue import Catalogue, Target
from gluonize.rewriter.connections import connected, importing
from gluonize.rewriter.model import because_of
from gluonize.rewriter.parameters import grouped
from gluonize.rewriter.reached import Reach, reached
from gluonize.rewriter.recording import BACKWARD
from gluonize.rewriter.runs import RULE
from gluonize.rewriter.scopes import UNRECORDED
from gluonize.rewriter.training import reasons, trains

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program
    from gluonize.rewriter.surroundings import Surroundings


_Reason = tuple[Unit, str, str]
"""What cannot be converted by itself: its statement, a class's path or "" for what trains, and the reason."""


@dataclass(frozen=True, slots=True)
class Wholeness:
    """Why parts of a document stay PyTorch.

    `stays` has the reasons of what works with a training that stays, by the names of the module that tell it; `classes`
    those of its networks' classes, by path. What is not named converts. `reach` says whether backward passes reach all
    that is trained, `rates` whether an optimizer has groups with learning rates of their own, and `elsewhere`
    names functions that call backward() for what runs outside of them, so that networks are recorded where they run.
    """

    stays: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    reach: Reach = ""
    rates: bool = False
    elsewhere: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[object, ...]:
        """What findings depend on."""
        told = self.reach, self.rates, tuple(sorted(self.elsewhere))
        return tuple(sorted(self.stays.items())), tuple(sorted(self.classes.items())), told


def wholeness(documents: Sequence[Document], catalogue: Catalogue, target: Target) -> list[Wholeness]:
    """What stays PyTorch in each of the documents, which import from one another.

    What trains networks converts with all that it works with, or not at all: PyTorch's optimizers step PyTorch's
    networks, which take PyTorch's tensors.
    """
    given, found = _given(documents, catalogue, target)
    if not any(found):
        return given
    classes = _classes(documents, found)
    names = connected(documents, [[(unit, why) for unit, _, why in one] for one in found])
    parts = zip(documents, names, given, strict=True)
    return [replace(one, stays=stays, classes=_of(document, classes)) for document, stays, one in parts]


def apart(documents: Sequence[Document], catalogue: Catalogue, target: Target) -> list[Wholeness]:
    """What stays PyTorch where each definition is run by itself: the networks' classes that cannot be converted."""
    given, found = _given(documents, catalogue, target)
    classes = _classes(documents, found)
    return [replace(one, classes=_of(document, classes)) for document, one in zip(documents, given, strict=True)]


def _given(
    documents: Sequence[Document], catalogue: Catalogue, target: Target
) -> tuple[list[Wholeness], list[list[_Reason]]]:
    """What the documents tell together of what is trained, and what of each cannot be converted by itself."""
    pairs = zip(reached(documents, catalogue), grouped(documents), strict=True)
    given = [Wholeness(reach=reach, rates=rates) for reach, rates in pairs]
    found = [list(_reasons(*pair, catalogue, target)) for pair in zip(documents, given, strict=True)]
    lacking = {place for place, one in enumerate(found) if any(why.endswith(UNRECORDED) for *_, why in one)}
    if lacking:
        for group in importing(documents):
            names = frozenset(name for place in group & lacking for name in _calling_backward(documents[place]))
            recorded = {place: replace(given[place], elsewhere=names) for place in group if names}
            if any(_records(documents[place], one, catalogue, target) for place, one in recorded.items()):
                for place, one in recorded.items():
                    given[place] = one
                    found[place] = list(_reasons(documents[place], one, catalogue, target))
    return given, found


def _classes(documents: Sequence[Document], found: Sequence[list[_Reason]]) -> dict[str, str]:
    """The networks' classes that stay, by their qualified paths, with their reasons."""
    classes: dict[str, str] = {}
    for document, given in zip(documents, found, strict=True):
        for _, path, why in given:
            if path:
                classes.setdefault(_qualified(document, path), why)
    _pass_on_to_families(documents, classes)
    return classes


def _reasons(document: Document, given: Wholeness, catalogue: Catalogue, target: Target) -> Iterator[_Reason]:
    """What cannot be converted by itself."""
    around = _surroundings(document, given, catalogue, target)
    networks = {path.partition(".")[0] for path in around.module_classes}
    key = ("reasons", target, around.key)
    for start, unit in document.units():
        if not any(_concerns(use, networks, given) for use in unit.uses):
            continue
        found = unit.memo.get(key)
        if not isinstance(found, list):
            found = unit.memo[key] = list(reasons(_program(document, around, catalogue, target, start, unit)))
        yield from ((unit, path, why) for path, why in found)


def _calling_backward(document: Document) -> set[str]:
    """The names of the functions that call backward(), "" for the module."""
    return {use.scope.rpartition(".")[2] for use in document.uses() if use.name == BACKWARD}


def _concerns(use: Use, networks: set[str], given: Wholeness) -> bool:
    runs = bool(given.elsewhere) and use.kind == "instance-call"
    return runs or trains(use) or use.scope.partition(".")[0] in networks


def _records(document: Document, given: Wholeness, catalogue: Catalogue, target: Target) -> bool:
    """Whether a run of a network is recorded where it is."""
    around = _surroundings(document, given, catalogue, target)
    for start, unit in document.units():
        if any(use.kind == "instance-call" for use in unit.uses):
            program = _program(document, around, catalogue, target, start, unit)
            runs = (index for index, use in enumerate(program.uses) if use.kind == "instance-call")
            if any((outcome := program.alone(index)) is not None and outcome.rule == RULE for index in runs):
                return True
    return False


def _surroundings(document: Document, given: Wholeness, catalogue: Catalogue, target: Target) -> Surroundings:
    from gluonize.rewriter.surroundings import Surroundings

    return Surroundings(document, catalogue, target, given)


def _program(
    document: Document, around: Surroundings, catalogue: Catalogue, target: Target, start: int, unit: Unit
) -> Program:
    from gluonize.rewriter.program import Program

    return Program(document, catalogue, target, [shift(use, start) for use in unit.uses], around)


def _pass_on_to_families(documents: Iterable[Document], classes: dict[str, str]) -> None:
    """A class stays with those that it derives from or builds as its parts, and with those that do so with it."""
    edges: dict[str, set[str]] = {}
    for document in documents:
        for path, relatives in (*_bases(document), *_parts(document)):
            for other in relatives:
                one, two = _qualified(document, path), _qualified(document, other)
                edges.setdefault(one, set()).add(two)
                edges.setdefault(two, set()).add(one)
    waiting = list(classes)
    while waiting:
        name = waiting.pop(0)
        for relative in sorted(edges.get(name, ())):
            if relative not in classes:
                reason = classes[name]
                about = f"class {name.rpartition(':')[2]}"
                classes[relative] = reason if reason.startswith(about) else because_of(about, reason)
                waiting.append(relative)


def _bases(document: Document) -> Iterator[tuple[str, list[str]]]:
    """The document's own classes with those bases that are classes of the project."""
    for key, value in document.facts().items():
        if key[0] == "base" and value is not None and ":" not in key[1]:
            yield key[1], [item.name for item in value.items if item is not None and item.kind == "class"]


def _parts(document: Document) -> Iterator[tuple[str, list[str]]]:
    """The document's networks with the classes of the project that they build inside of themselves."""
    networks = document.module_classes()
    for use in document.uses():
        if use.kind == "instantiate" and ("base", use.result) in document.facts():
            path = use.scope
            while path and path not in networks:
                path = path.rpartition(".")[0]
            if path:
                yield path, [use.result]


def _qualified(document: Document, path: str) -> str:
    return path if ":" in path else f"{document.module}:{path}"


def _of(document: Document, classes: Mapping[str, str]) -> dict[str, str]:
    prefix = f"{document.module}:"
    return {name[len(prefix) :]: reason for name, reason in classes.items() if name.startswith(prefix)}
