"""What converts whole or not at all: a network's class with those it derives from, and training loops with networks.

The answer is for several documents that import from one another, or for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gluonize.analysis import Document, shift
from gluonize.catalogue import Catalogue, Target
from gluonize.rewriter.model import because_of
from gluonize.rewriter.parallelism import WRAPPERS
from gluonize.rewriter.reached import Reach, reached

_OWNERS = ("torch.optim.", *WRAPPERS)
"""What holds a network's parameters, and trains them."""


@dataclass(frozen=True, slots=True)
class Wholeness:
    """Why parts of a document stay PyTorch.

    `stays` is the reason of its training loops, "" where they convert; `classes` has those of its networks' classes, by
    path. A class that is not named converts. `reach` says whether backward passes reach all that is trained.
    """

    stays: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)
    reach: Reach = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What findings depend on."""
        return self.stays, tuple(sorted(self.classes.items())), self.reach


ALL_CONVERTS = Wholeness()


def wholeness(documents: Sequence[Document], catalogue: Catalogue, target: Target) -> list[Wholeness]:
    """What stays PyTorch in each of the documents.

    What keeps the training loops of one file keeps those of the files that build its networks or derive from them.
    """
    own = [_first_reason(document, catalogue, target) for document in documents]
    reach = reached(documents, catalogue)
    if not any(own):
        return [replace(ALL_CONVERTS, reach=one) for one in reach]
    stays = _shared(documents, own)
    classes: dict[str, str] = {}
    for document, reason in zip(documents, stays, strict=True):
        for path, why in _reasons(document, catalogue, target, Wholeness(reason)):
            classes.setdefault(_qualified(document, path), why)
    _pass_on_to_families(documents, classes)
    found = zip(documents, stays, reach, strict=True)
    return [Wholeness(reason, _of(document, classes), one) for document, reason, one in found]


def _first_reason(document: Document, catalogue: Catalogue, target: Target) -> str:
    """Why the document by itself stays: the first of its optimizers and networks that cannot be converted."""
    return next((why for _, why in _reasons(document, catalogue, target, ALL_CONVERTS, optimizers=True)), "")


def _reasons(
    document: Document, catalogue: Catalogue, target: Target, given: Wholeness, *, optimizers: bool = False
) -> Iterator[tuple[str, str]]:
    """The paths of classes that cannot be converted, with their reasons; of optimizers with an empty path."""
    from gluonize.rewriter.program import Program
    from gluonize.rewriter.surroundings import Surroundings

    around = Surroundings(document, catalogue, target, given)
    networks = {path.partition(".")[0] for path in around.module_classes}
    key = ("reasons", target, around.module_classes, around.parallelism, given.stays)
    for start, unit in document.units():
        if not any(use.name.startswith(_OWNERS) or use.scope.partition(".")[0] in networks for use in unit.uses):
            continue
        found = unit.memo.get(key)
        if not isinstance(found, list):
            uses = [shift(use, start) for use in unit.uses]
            found = unit.memo[key] = list(Program(document, catalogue, target, uses, around).reasons())
        yield from (item for item in found if optimizers or item[0])


def _shared(documents: Sequence[Document], own: Sequence[str]) -> list[str]:
    """The reasons of all documents, with those that others pass on."""
    neighbours = _neighbours(documents)
    reasons = list(own)
    waiting = [place for place, reason in enumerate(reasons) if reason]
    while waiting:
        place = waiting.pop(0)
        for other in sorted(neighbours[place]):
            if not reasons[other]:
                reasons[other] = _passed_on(documents[place].module, reasons[place])
                waiting.append(other)
    return reasons


def _passed_on(module: str, reason: str) -> str:
    start = "a network that it shares with "
    return reason if reason.startswith(start) else because_of(f"{start}{module}", reason)


def _neighbours(documents: Sequence[Document]) -> list[set[int]]:
    """Which documents share networks with which others."""
    places = {document.module: place for place, document in enumerate(documents) if document.module}
    found: list[set[int]] = [set() for _ in documents]
    for place, document in enumerate(documents):
        built = (use.result for use in document.uses() if use.kind == "instantiate")
        derived = (base for _, bases in _bases(document) for base in bases)
        for name in (*built, *derived):
            other = places.get(name.partition(":")[0]) if ":" in name else None
            if other is not None and other != place:
                found[place].add(other)
                found[other].add(place)
    return found


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
