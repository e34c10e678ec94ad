"""What keeps a project from converting whole: the reasons, the most frequent first, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from gluonize.catalogue import Category
from gluonize.files.programs import Program
from gluonize.rewriter.model import Conversion, Finding


@dataclass(frozen=True, slots=True)
class Blocker:
    """One PyTorch name that stays for one reason: how often, in which files, where first, and the recipe."""

    name: str
    reason: str
    recipe: str
    count: int
    files: tuple[str, ...]
    first: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"files": list(self.files)}


def blockers(conversions: Iterable[tuple[Program, Conversion]]) -> tuple[Blocker, ...]:
    """The blockers of several files. What stays only because another use does is not counted."""
    found: dict[tuple[str, str], list[tuple[Program, Finding]]] = {}
    for program, conversion in conversions:
        for finding in conversion.causes:
            found.setdefault((finding.use.name, finding.reason or finding.message), []).append((program, finding))
    listed = [_blocker(name, reason, places) for (name, reason), places in found.items()]
    return tuple(sorted(listed, key=lambda blocker: (-blocker.count, blocker.name, blocker.reason)))


def _recipe(finding: Finding) -> str:
    if finding.category is Category.UNRESOLVED:
        return "Annotate what stands before the dot (x: torch.Tensor); it converts when its type is known."
    return "" if finding.entry is None else finding.entry.instead


def _blocker(name: str, reason: str, places: list[tuple[Program, Finding]]) -> Blocker:
    program, finding = places[0]
    return Blocker(
        name=name,
        reason=reason,
        recipe=_recipe(finding),
        count=len(places),
        files=tuple(dict.fromkeys(program.name for program, _ in places)),
        first=program.at(finding.span.start).named(program.name),
    )
