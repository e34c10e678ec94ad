"""Checkpoints: states of networks and optimizers, saved and loaded alone or as parts of something larger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Argument, Use
from gluonize.analysis.types import is_module_class
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_STATE = {"torch.nn.Module.state_dict": "save_parameters", "torch.optim.Optimizer.state_dict": "save_states"}
_LOAD = {"torch.nn.Module.load_state_dict": "load_parameters", "torch.optim.Optimizer.load_state_dict": "load_states"}
_GIVES = {
    "torch.nn.Module.state_dict": ("state_dict",),
    "torch.optim.Optimizer.state_dict": ("optimizer_state", "parameter_order"),
}
"""The helpers that give a state in memory; the first is called."""
_TAKES = {
    "torch.nn.Module.load_state_dict": ("load_state_dict",),
    "torch.optim.Optimizer.load_state_dict": ("load_optimizer_state", "parameter_order"),
}


@rule("checkpoint")
def checkpoint(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """One network or optimizer in one file goes by Gluon's own methods, everything else by helpers."""
    if use.name == "torch.save":
        return _save(program, use, bound)
    if use.name in _LOAD:
        return _load(program, use, bound)
    if use.name in _GIVES and use.receiver is not None:
        edits = (
            Edit(use.receiver.start, use.receiver.start, f"{_GIVES[use.name][0]}("),
            Edit(use.receiver.end, use.span.end, ")"),
        )
        notes = (bound.entry.note,) if bound.entry.note else ()
        helpers = frozenset(_GIVES[use.name])
        return Outcome(Category.COMPOSITE, bound.entry, edits, notes=notes, helpers=helpers, rule="checkpoint")
    return None


def _inner(program: Program, argument: Argument | None) -> Use | None:
    """The use that an argument consists of."""
    index = program.use_at(argument.span) if argument is not None else None
    return program.uses[index] if index is not None else None


def _save(program: Program, use: Use, bound: Bound) -> Outcome | None:
    entry, value = bound.entry, bound.values.get("obj")
    saved, file = _inner(program, value), bound.values.get("f")
    if value is not None and (value.type == "object" or is_module_class(value.type)):
        reason = "a network is saved with its code, which MXNet does not do; save its state_dict()"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    if saved is None or saved.name not in _STATE or saved.receiver is None or file is None:
        return None
    text = f"{program.converted(saved.receiver)}.{_STATE[saved.name]}({program.converted(file.span)})"
    return _written(use, bound, text)


def _load(program: Program, use: Use, bound: Bound) -> Outcome:
    entry, state = bound.entry, bound.values.get("state_dict")
    loaded = _inner(program, state)
    if use.receiver is None or state is None:
        return refusal("it is no call of a network's or an optimizer's method", Category.PROGRAM_LEVEL, entry)
    if loaded is None or loaded.name != "torch.load" or not loaded.arguments:
        return _from_memory(program, use, bound, state)
    strict = program.text(bound.values["strict"].span) if bound.given("strict") else "True"
    if strict not in {"True", "False"}:
        return _from_memory(program, use, bound, state)
    loose = ", allow_missing=True, ignore_extra=True" if strict == "False" else ""
    if loose and program.tree.whole_statement(use.span) is None:
        return _from_memory(program, use, bound, state)
    text = f"{program.converted(use.receiver)}.{_LOAD[use.name]}({program.converted(loaded.arguments[0].span)}{loose})"
    return _written(use, bound, text)


def _from_memory(program: Program, use: Use, bound: Bound, state: Argument) -> Outcome:
    """Arrays that the program has in a variable, from a network or from a part of a file."""
    blocked = program.blocked(state.span)
    if blocked or use.receiver is None:
        return refusal(blocked, Category.PROGRAM_LEVEL, bound.entry)
    given = [program.converted(use.receiver), program.converted(state.span)]
    if bound.given("strict"):
        given.append(f"strict={program.converted(bound.values['strict'].span)}")
    edit = Edit(use.span.start, use.span.end, f"{_TAKES[use.name][0]}({', '.join(given)})")
    helpers = frozenset(_TAKES[use.name])
    notes = (bound.entry.note,) if bound.entry.note else ()
    return Outcome(
        Category.COMPOSITE, bound.entry, (edit,), absorbs=True, notes=notes, helpers=helpers, rule="checkpoint"
    )


def _written(use: Use, bound: Bound, text: str) -> Outcome:
    notes = (bound.entry.note,) if bound.entry.note else ()
    edit = Edit(use.span.start, use.span.end, text)
    covers = tuple(argument.whole for argument in use.arguments)
    return Outcome(
        Category.PROGRAM_LEVEL, bound.entry, (edit,), absorbs=True, covers=covers, notes=notes, rule="checkpoint"
    )
