"""The structural rules: one file each, found by scanning this folder.

A rule is a function `(program, use, bound) -> Outcome | None` registered by `@rule("name")`; the catalogue's entries
name it. None means: nothing special here, the template (if any) serves. A rule that watches uses which no entry
describes (an instantiation, a base class) registers with `@watches("kind")` instead.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.rewriter.model import Outcome

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

CallRule = Callable[["Program", Use, "Bound"], "Outcome | None"]
UseRule = Callable[["Program", Use], "Outcome | None"]

_CALLS: dict[str, CallRule] = {}
_USES: dict[str, list[UseRule]] = {}


def rule(name: str) -> Callable[[CallRule], CallRule]:
    """Register a rule for the calls of the entries that name it."""

    def register(function: CallRule) -> CallRule:
        _CALLS[name] = function
        return function

    return register


def watches(*kinds: str) -> Callable[[UseRule], UseRule]:
    """Register a rule for all uses of some kinds."""

    def register(function: UseRule) -> UseRule:
        for kind in kinds:
            _USES.setdefault(kind, []).append(function)
        return function

    return register


@lru_cache(maxsize=1)
def _load() -> None:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")


def for_call(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """What the rule that the call's entry names makes of it."""
    _load()
    function = _CALLS.get(bound.entry.rule)
    return function(program, use, bound) if function is not None else None


def for_use(program: Program, use: Use) -> Outcome | None:
    """What the rules that watch this kind of use make of it."""
    _load()
    for function in _USES.get(use.kind, ()):
        outcome = function(program, use)
        if outcome is not None:
            return outcome
    return None


def names() -> frozenset[str]:
    """The names of all rules that an entry may name."""
    _load()
    return frozenset(_CALLS)
