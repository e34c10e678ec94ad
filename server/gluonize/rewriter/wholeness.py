"""What converts whole or not at all: a network's class with those it derives from, and training loops with networks.

The answer is for several documents that import from one another, or for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gluonize.analysis import Document, Unit, shift
from gluonize.catalogue import Catalogue, Target
from gluonize.rewriter.connections import connected
from gluonize.rewriter.model import because_of
from gluonize.rewriter.parameters import grouped
from gluonize.rewriter.reached import Reach, reached
from gluonize.rewriter.training import reasons, trains


@dataclass(frozen=True, slots=True)
class Wholeness:
    """Why parts of a document stay PyTorch.

    `stays` has the reasons of what works with a training that stays, by the names of the module that tell it; `classes`
    those of its networks' classes, by path. What is not named converts. `reach` says whether backward passes reach all
    that is trained, `rates` whether an optimizer has groups with learning rates of their own.
    """

    stays: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    reach: Reach = ""
    rates: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What findings depend on."""
        return tuple(sorted(self.stays.items())), tuple(sorted(self.classes.items())), self.reach, self.rates


def wholeness(documents: Sequence[Document], catalogue: Catalogue, target: Target) -> list[Wholeness]:
    """What stays PyTorch in each of the documents, which import from one another.

    What trains networks converts with all that it works with, or not at all: PyTorch's optimizers step PyTorch's
    networks, which take PyTorch's tensors.
    """
    given = _given(documents, catalogue)
    found = [list(_reasons(*pair, catalogue, target)) for pair in zip(documents, given, strict=True)]
    if not any(found):
        return given
    classes = _classes(documents, found)
    names = connected(documents, [[(unit, why) for unit, _, why in one] for one in found])
    parts = zip(documents, names, given, strict=True)
    return [replace(one, stays=stays, classes=_of(document, classes)) for document, stays, one in parts]


def apart(documents: Sequence[Document], catalogue: Catalogue, target: Target) -> list[Wholeness]:
    """What stays PyTorch where each definition is run by itself: the networks' classes that cannot be converted."""
    given = _given(documents, catalogue)
    found = [list(_reasons(*pair, catalogue, target)) for pair in zip(documents, given, strict=True)]
    classes = _classes(documents, found)
    return [replace(one, classes=_of(document, classes)) for document, one in zip(documents, given, strict=True)]


def _given(documents: Sequence[Document], catalogue: Catalogue) -> list[Wholeness]:
    """What the documents tell together of what is trained; all of it converts."""
    pairs = zip(reached(documents, catalogue), grouped(documents), strict=True)
    return [Wholeness(reach=reach, rates=rates) for reach, rates in pairs]


def _classes(documents: Sequence[Document], found: Sequence[list[tuple[Unit, str, str]]]) -> dict[str, str]:
    """The networks' classes that stay, by their qualified paths, with their reasons."""
    classes: dict[str, str] = {}
    for document, given in zip(documents, found, strict=True):
        for _, path, why in given:
            if path:
                classes.setdefault(_qualified(document, path), why)
    _pass_on_to_families(documents, classes)
    return classes


def _reasons(
    document: Document, given: Wholeness, catalogue: Catalogue, target: Target
) -> Iterator[tuple[Unit, str, str]]:
    """What cannot be converted by itself: the statement, a class's path or "" for what trains, and the reason."""
    from gluonize.rewriter.program import Program
    from gluonize.rewriter.surroundings import Surroundings

    around = Surroundings(document, catalogue, target, given)
    networks = {path.partition(".")[0] for path in around.module_classes}
    key = ("reasons", target, around.key)
    for start, unit in document.units():
        if not any(trains(use) or use.scope.partition(".")[0] in networks for use in unit.uses):
            continue
        found = unit.memo.get(key)
        if not isinstance(found, list):
            uses = [shift(use, start) for use in unit.uses]
            found = unit.memo[key] = list(reasons(Program(document, catalogue, target, uses, around)))
        yield from ((unit, path, why) for path, why in found)


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
