"""An analysed text that can be edited: only the top-level statements that an edit touches are looked at again."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePath

from tree_sitter import Tree

from gluonize.analysis import parsing, statements
from gluonize.analysis.knowledge import Knowledge
from gluonize.analysis.model import Span, Use, shift
from gluonize.analysis.state import Facts, State
from gluonize.analysis.types import Type, is_module_class, join
from gluonize.catalogue import Catalogue, load_catalogue

_ROUNDS = 12
_NAME = re.compile(rb"(?<![\w.])[A-Za-z_]\w*")
_PROSE = re.compile(
    rb"#[^\n]*|(?P<code>[fF][rR]?|[rR][fF])?(?P<text>"
    rb"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')",
    re.DOTALL,
)
"""Comments and strings; in those with a `code` before them names are code, too."""
_UNBOUND = Type("foreign", "unbound")


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """What one top-level statement holds; the spans of `uses` are relative to its start. `deep` ones were not read."""

    text: bytes
    uses: tuple[Use, ...]
    reads: Facts
    writes: Facts
    binds: Facts
    deep: bool = False
    memo: dict[Hashable, object] = field(default_factory=dict)
    """What later stages found out about this very statement, kept as long as it stands unchanged."""


@lru_cache(maxsize=4)
def _knowledge(catalogue: Catalogue) -> Knowledge:
    return Knowledge(catalogue)


class Document:
    """A source text and what Gluonize finds in it.

    All offsets are bytes of `data`, the text's UTF-8 form. `path` is for messages, and says whether relative imports
    are those of a package (`__init__.py`). Never raises on what the text holds.
    """

    def __init__(self, text: str, path: str = "", catalogue: Catalogue | None = None) -> None:
        self.path = path
        self.data = text.encode("utf-8", "surrogatepass")
        self._knowledge = _knowledge(catalogue or load_catalogue())
        self._tree: Tree | None = None
        self._stale = True
        self._analysed = False
        self._units: list[tuple[int, Unit]] = []
        self._facts: Facts = {}
        self._cache: dict[parsing.Key, Unit] = {}
        self._modules: Facts = {}
        self._module = ""
        self._is_package = PurePath(path).stem == "__init__"
        self._learned: dict[tuple[bytes, Span], Type] = {}

    @property
    def module(self) -> str:
        """The dotted name under which the project's other files import this one; "" outside of a project."""
        return self._module

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.data[span.start : span.end].decode("utf-8", "replace")

    @property
    def tree(self) -> Tree:
        """The syntax tree of the current text."""
        if self._tree is None or self._stale:
            self._tree = parsing.parse(self.data, self._tree)
            self._stale = False
            self._analysed = False
        return self._tree

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace the bytes `start` to `end` by `text`; the analysis follows when it is next asked for."""
        start, end = max(0, start), min(len(self.data), end)
        new = text.encode("utf-8", "surrogatepass")
        before = self.data
        self.data = before[:start] + new + before[end:]
        if b'"' in before[start:end] + new or b"'" in before[start:end] + new:
            self._tree = None  # where strings begin or end anew, an incremental tree can keep what they swallowed
        if self._tree is not None:
            parsing.edit_tree(self._tree, before, self.data, start, end, start + len(new))
        self._stale = True

    def errors(self) -> tuple[Span, ...]:
        """Where the text does not parse."""
        return tuple(Span(start, end) for start, end in parsing.errors(self.tree, self.data))

    def units(self) -> list[tuple[int, Unit]]:
        """The top-level statements with their offsets; an unchanged statement keeps its Unit object."""
        tree = self.tree
        if not self._analysed:
            self._analyse(tree)
            self._analysed = True
        return self._units

    def uses(self) -> tuple[Use, ...]:
        """Every use of a PyTorch name, ordered by start, with absolute offsets."""
        return tuple(shift(use, start) for start, unit in self.units() for use in unit.uses)

    def facts(self) -> Facts:
        """What the file defines, for the files that import it."""
        self.units()
        return self._facts

    def written(self) -> Facts:
        """What the file's own statements tell, of other files' functions too."""
        return _collect([unit for _, unit in self.units()])

    def learn_modules(self, name: str, exported: Facts) -> bool:
        """Take over what the project's modules define; `name` is this one's. Returns whether that is news."""
        if (self._module, self._modules) == (name, exported):
            return False
        self._module, self._modules = name, exported
        self._analysed = False
        return True

    def learn_receivers(self, found: Mapping[Span, str]) -> bool:
        """Take over the classes of receivers (by span) that a slower analysis found. Returns whether that is news."""
        before = len(self._learned)
        for start, unit in self.units():
            end = start + len(unit.text)
            for span, name in found.items():
                if start <= span.start and span.end <= end:
                    key = (unit.text, Span(span.start - start, span.end - start))
                    if key not in self._learned:
                        self._learned[key] = Type("obj", name)
                        self._forget(unit)
        if len(self._learned) == before:
            return False
        self._analysed = False
        return True

    def has_name(self, name: str) -> bool:
        """Whether a name stands anywhere in the text, alone in a string or not, other than as a member of something."""
        return any(name in _names(unit) for _, unit in self.units())

    def names_among(self, names: frozenset[str]) -> frozenset[str]:
        """Those of the names that the text has."""
        return frozenset().union(*(_names(unit) & names for _, unit in self.units()))

    def matches(self, pattern: re.Pattern[bytes]) -> frozenset[str]:
        """What the first group of a pattern finds in the top-level statements of the text."""
        found: set[str] = set()
        for _, unit in self.units():
            known = unit.memo.get(pattern)
            if not isinstance(known, frozenset):
                known = unit.memo[pattern] = frozenset(match.decode() for match in pattern.findall(unit.text))
            found |= known
        return frozenset(found)

    def module_classes(self) -> frozenset[str]:
        """Paths of the classes of this text that derive from torch.nn.Module, directly or through one another."""
        self.units()
        bases = {key[1]: value for key, value in self._facts.items() if key[0] == "base"}
        found: set[str] = set()
        for _ in range(len(bases) + 1):
            grown = found | {name for name, value in bases.items() if value is not None and _derives(value, found)}
            if grown == found:
                break
            found = grown
        return frozenset(found)

    # -- analysis ---------------------------------------------------------------------------------------------------

    def _analyse(self, tree: Tree) -> None:
        found = list(parsing.pieces(tree, self.data))
        keys = [piece.key for piece in found]
        units: list[Unit] = []
        for turn in range(_ROUNDS):
            units, changed = self._round(found, keys)
            facts = {**self._modules, **_collect(units, self._modules)}
            stable = facts == self._facts
            self._facts = facts
            if stable or (not changed and turn > 0):
                break
        self._cache = dict(zip(keys, units, strict=True))
        self._units = [(piece.start, unit) for piece, unit in zip(found, units, strict=True)]

    def _forget(self, unit: Unit) -> None:
        self._cache = {key: kept for key, kept in self._cache.items() if kept is not unit}

    def _round(self, found: list[parsing.Piece], keys: list[parsing.Key]) -> tuple[list[Unit], bool]:
        module: Facts = {}
        units: list[Unit] = []
        changed = False
        for piece, key in zip(found, keys, strict=True):
            unit = self._cache.get(key)
            if unit is None or not self._valid(unit, module):
                unit = self._evaluate(piece, key[0], module)
                self._cache[key] = unit
                changed = True
            module.update(unit.binds)
            units.append(unit)
        return units, changed

    def _valid(self, unit: Unit, module: Facts) -> bool:
        facts = self._facts
        for key, value in unit.reads.items():
            known = module if key[0] == "module" else facts
            if known.get(key, _UNBOUND) != value:
                return False
        return True

    def _evaluate(self, piece: parsing.Piece, text: bytes, module: Facts) -> Unit:
        state = State(self._knowledge, self._facts, module, piece.source, piece.base, piece.start)
        state.module_name = f"{self._module}." if self._is_package else self._module
        state.learned = {span: kind for (unit, span), kind in self._learned.items() if unit == text}
        try:
            statements.execute(state, piece.node)
            while state.deferred:
                state.deferred.pop(0)()
        except RecursionError:
            return Unit(text, (), {}, {}, {}, deep=True)
        binds: Facts = {("module", key[1]): value for key, value in state.scopes[0].names.items()}
        return Unit(
            text=text,
            uses=tuple(sorted(state.uses, key=lambda use: (use.span.start, -use.span.end))),
            reads=state.reads,
            writes=state.writes,
            binds=binds,
        )


def _names(unit: Unit) -> frozenset[str]:
    found = unit.memo.get("names")
    if not isinstance(found, frozenset):
        text = _PROSE.sub(_without_prose, unit.text)
        found = unit.memo["names"] = frozenset(match.decode() for match in _NAME.findall(text))
    return found


def _without_prose(match: re.Match[bytes]) -> bytes:
    """A string that is one word, as a quoted annotation is, or that has code in it; nothing of what is prose."""
    text = match["text"] or b""
    return b" " + text if match["code"] or not re.search(rb"\s", text) else b" "


def _collect(units: list[Unit], modules: Facts | None = None) -> Facts:
    facts = {key: value for key, value in (modules or {}).items() if key[0] == "param" and ":" not in key[1]}
    for unit in units:
        for key, value in unit.writes.items():
            facts[key] = join(facts[key], value) if key in facts else value
    return facts


def _derives(base: Type, found: set[str]) -> bool:
    return any(
        item is not None
        and ((item.kind == "ref" and is_module_class(item.name)) or (item.kind == "class" and item.name in found))
        for item in base.items
    )
