"""Which top-level statements work with one another, over the files of a project: they share names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gluonize.analysis import Document, Unit
from gluonize.rewriter.model import because_of

Name = tuple[int, str]
"""A name of one of the documents."""


def connected(documents: Sequence[Document], stays: Sequence[Sequence[tuple[Unit, str]]]) -> list[dict[str, str]]:
    """The names of each document that work with one of the statements that stay, each with the first reason for it."""
    statements = [[(unit, names_of(unit)) for _, unit in document.units()] for document in documents]
    links = list(_links(documents))
    active = _active(statements, links)
    groups = [{(place, name) for name in names} & active for place, one in enumerate(statements) for _, names in one]
    holding: dict[Name, list[set[Name]]] = {}
    for group in (*groups, *(link & active for link in links)):
        for member in group:
            holding.setdefault(member, []).append(group)
    reasons: dict[Name, str] = {}
    for place, items in enumerate(stays):
        for unit, why in items:
            for name in names_of(unit):
                if (place, name) in active:
                    reasons.setdefault((place, name), why)
    waiting = sorted(reasons)
    while waiting:
        place, name = waiting.pop(0)
        why = reasons[place, name]
        for group in holding.get((place, name), ()):
            for other in sorted(group - reasons.keys()):
                reasons[other] = why if other[0] == place else _passed_on(documents[place].module, why)
                waiting.append(other)
    return [{name: why for (at, name), why in reasons.items() if at == place} for place in range(len(documents))]


def importing(documents: Sequence[Document]) -> list[set[int]]:
    """For each document: it, and all that it imports, directly or not."""
    places = {document.module: place for place, document in enumerate(documents) if document.module}
    direct: list[set[int]] = []
    for document in documents:
        own = ((key, value) for key, value in document.facts().items() if key[0] == "global" and ":" not in key[1])
        modules = {value.name.partition(":")[0] for _, value in own if value is not None and ":" in value.name}
        direct.append({places[module] for module in modules if module in places})
    return [_closure(place, direct) for place in range(len(documents))]


def _closure(place: int, direct: Sequence[set[int]]) -> set[int]:
    found, waiting = {place}, [place]
    while waiting:
        new = direct[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def names_of(unit: Unit) -> set[str]:
    """The module's names that a statement binds or reads."""
    return {key[1] for key in (*unit.reads, *unit.binds) if key[0] in {"module", "global"} and ":" not in key[1]}


def _active(statements: Sequence[list[tuple[Unit, set[str]]]], links: Sequence[set[Name]]) -> set[Name]:
    """The names that PyTorch's values go through: plain settings and modules of others connect nothing."""
    waiting = [
        (place, unit, names) for place, one in enumerate(statements) for unit, names in one if not _imports(unit)
    ]
    active: set[Name] = set()
    size = -1
    while size < len(active):
        size = len(active)
        for place, unit, names in waiting:
            if any(use.kind != "import" for use in unit.uses) or any((place, name) in active for name in names):
                active |= {(place, key[1]) for key in unit.binds}
        for link in links:
            active |= link if link & active else set()
    return active


def _imports(unit: Unit) -> bool:
    return unit.text.startswith((b"import ", b"from "))


def _links(documents: Sequence[Document]) -> Iterator[set[Name]]:
    """Names that are imported, with what they are where they come from."""
    places = {document.module: place for place, document in enumerate(documents) if document.module}
    for place, document in enumerate(documents):
        for key, value in document.facts().items():
            if key[0] != "global" or ":" in key[1] or value is None:
                continue
            module, _, path = value.name.partition(":")
            if path and places.get(module, place) != place:
                yield {(place, key[1]), (places[module], path.partition(".")[0])}
            elif value.kind == "module" and value.name in places:
                other = places[value.name]
                yield {(place, key[1]), *((other, key[1]) for key in documents[other].facts() if key[0] == "global")}


def _passed_on(module: str, reason: str) -> str:
    start = "what it works with in "
    return reason if reason.startswith(start) else because_of(f"{start}{module}", reason)
