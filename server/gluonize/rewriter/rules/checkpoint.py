"""Checkpoints: `torch.save(net.state_dict(), f)` and `net.load_state_dict(torch.load(f))`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Argument, Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_STATE = {"torch.nn.Module.state_dict": "save_parameters", "torch.optim.Optimizer.state_dict": "save_states"}
_OF_NETWORK = "torch.nn.Module.state_dict"
_LOAD = {"torch.nn.Module.load_state_dict": "load_parameters", "torch.optim.Optimizer.load_state_dict": "load_states"}


@rule("checkpoint")
def checkpoint(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """Saving and loading where one expression says what goes where; everything else is refused with a recipe."""
    if program.stays:
        return refusal(program.stays, Category.PROGRAM_LEVEL, bound.entry)
    if use.name == "torch.save":
        return _save(program, use, bound)
    if use.name in _LOAD:
        return _load(program, use, bound)
    if use.name == _OF_NETWORK and use.receiver is not None:
        edits = (
            Edit(use.receiver.start, use.receiver.start, "state_dict("),
            Edit(use.receiver.end, use.span.end, ")"),
        )
        helpers = frozenset({"state_dict"})
        return Outcome(Category.COMPOSITE, bound.entry, edits, helpers=helpers, rule="checkpoint")
    return refusal("it is not saved or loaded in the same expression", Category.PROGRAM_LEVEL, bound.entry)


def _inner(program: Program, argument: Argument | None) -> Use | None:
    """The use that an argument consists of."""
    index = program.use_at(argument.span) if argument is not None else None
    return program.uses[index] if index is not None else None


def _save(program: Program, use: Use, bound: Bound) -> Outcome:
    entry = bound.entry
    saved, file = _inner(program, bound.values.get("obj")), bound.values.get("f")
    if saved is None or saved.name not in _STATE or saved.receiver is None or file is None:
        reason = "what is saved is not the state_dict() of one network or optimizer"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    text = f"{program.converted(saved.receiver)}.{_STATE[saved.name]}({program.converted(file.span)})"
    return _written(use, bound, text)


def _load(program: Program, use: Use, bound: Bound) -> Outcome:
    entry = bound.entry
    loaded = _inner(program, bound.values.get("state_dict"))
    if use.name == "torch.nn.Module.load_state_dict" and _in_memory(program, loaded):
        return _from_memory(program, use, bound)
    if loaded is None or loaded.name != "torch.load" or use.receiver is None or not loaded.arguments:
        reason = "what is loaded is not the torch.load() of one file"
        return refusal(reason, Category.PROGRAM_LEVEL, entry)
    if bound.given("strict") and program.text(bound.values["strict"].span) != "True":
        return refusal("'strict' is given", Category.ARGUMENT_UNSUPPORTED, entry)
    file = loaded.arguments[0]
    text = f"{program.converted(use.receiver)}.{_LOAD[use.name]}({program.converted(file.span)})"
    return _written(use, bound, text)


def _in_memory(program: Program, loaded: Use | None) -> bool:
    """Whether the arrays that are loaded come from a network, not from a file."""
    if loaded is not None:
        return loaded.name == _OF_NETWORK
    return b"torch.load" not in program.source and any(use.name == _OF_NETWORK for use in program.uses)


def _from_memory(program: Program, use: Use, bound: Bound) -> Outcome:
    entry, state = bound.entry, bound.values["state_dict"]
    if bound.given("strict") and program.text(bound.values["strict"].span) != "True":
        return refusal("'strict' is given", Category.ARGUMENT_UNSUPPORTED, entry)
    blocked = program.blocked(state.span)
    if blocked or use.receiver is None or program.tree.whole_statement(use.span) is None:
        return refusal(blocked or "its value is used", Category.PROGRAM_LEVEL, entry)
    text = f"load_state_dict({program.converted(use.receiver)}, {program.converted(state.span)})"
    edit = Edit(use.span.start, use.span.end, text)
    helpers = frozenset({"load_state_dict"})
    return Outcome(Category.COMPOSITE, entry, (edit,), absorbs=True, helpers=helpers, rule="checkpoint")


def _written(use: Use, bound: Bound, text: str) -> Outcome:
    notes = (bound.entry.note,) if bound.entry.note else ()
    edit = Edit(use.span.start, use.span.end, text)
    covers = tuple(argument.whole for argument in use.arguments)
    return Outcome(
        Category.PROGRAM_LEVEL, bound.entry, (edit,), absorbs=True, covers=covers, notes=notes, rule="checkpoint"
    )
