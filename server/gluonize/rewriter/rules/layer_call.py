"""Calls of layers and networks: by place alone, and in training mode under a scope."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
from gluonize.analysis.model import Argument
from gluonize.catalogue import Category, Entry
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.places import is_view
from gluonize.rewriter.rules import watches
from gluonize.rewriter.rules.training_mode import training_mode

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_NOTE = "Gluon's blocks take arguments by place alone."
_CALL = ".__call__"
_ANY = frozenset({"torch.nn.Module", "torch.nn.Sequential"})
"""Classes of the file that derive from them may have a forward() of their own, and a base that takes names."""
_BY_NAME = "KeywordBlock"
_MAX_POOLS = frozenset(f"torch.nn.MaxPool{dims}d{_CALL}" for dims in (1, 2, 3))
_VIEW_NOTE = "MXNet's gradient of max pooling is wrong for a view: a reshaped array, or rows of one."
_RECURRENT = frozenset(f"torch.nn.{name}{_CALL}" for name in ("LSTM", "GRU", "RNN", "RNNBase"))
PACKED = "torch.nn.utils.rnn.PackedSequence"


@watches("instance-call")
def layer_call(program: Program, use: Use) -> Outcome | None:
    """Gives the arguments by place, and opens the scope that training mode needs."""
    scope, call = training_mode(program, use), special(program, use) or by_place(program, use)
    if call is None or call.reason or scope is None:
        return call or scope
    if scope.reason:
        return scope
    return replace(call, category=scope.category, around=scope.around, notes=(*call.notes, *scope.notes))


def special(program: Program, use: Use) -> Outcome | None:
    """What only some layers need."""
    return over_packed(program, use) or over_view(program, use)


def over_view(program: Program, use: Use) -> Outcome | None:
    """`pool(x.view(8, 1, -1))` as `pool(x.reshape((8, 1, -1)) * 1)`: MXNet's gradient of it is wrong for a view."""
    given = use.arguments[0] if len(use.arguments) == 1 else None
    if given is None or given.star or use.name not in _MAX_POOLS or not is_view(program, given.span):
        return None
    named = Edit(given.whole.start, given.span.start, "")
    edits = (named, Edit(given.span.end, given.span.end, " * 1"))
    entry = program.catalogue.lookup(use.name.removesuffix(_CALL))[0]
    return Outcome(Category.SEMANTICS, entry, edits, notes=(_VIEW_NOTE,), rule="layer_call")


def over_packed(program: Program, use: Use) -> Outcome | None:
    """`lstm(packed, hx)` as `run_packed(lstm, packed, hx)`."""
    first = use.arguments[0] if use.arguments else None
    unknown = first is not None and not first.type and use.name in _RECURRENT and b"pack_" in program.source
    if first is None or (first.type != PACKED and not unknown):
        return None
    entries = program.catalogue.lookup(use.name.removesuffix(_CALL))
    blocked = program.blocked(Span(first.whole.start, use.span.end))
    if blocked or use.name not in _RECURRENT or first.keyword not in {None, "input"}:
        reason = blocked or "only the recurrent layers take a packed sequence"
        return refusal(reason, Category.ARGUMENT_UNSUPPORTED, entries[0] if entries else None)
    edits = (
        Edit(use.span.start, use.span.start, "run_packed("),
        Edit(use.name_span.end, first.span.start, ", "),
    )
    helpers = frozenset({"PackedSequence", "run_direction", "run_packed"})
    entry = entries[0] if entries else None
    return Outcome(Category.COMPOSITE, entry, edits, helpers=helpers, rule="layer_call")


def by_place(program: Program, use: Use) -> Outcome | None:
    """`layer(input=x)` as `layer(x)`; refused where an argument before it is left out, or where there are too many."""
    name = use.name.removesuffix(_CALL)
    entries = program.catalogue.lookup(name)
    if not entries or entries[0].none or entries[0].kind != "class" or _BY_NAME in entries[0].helpers:
        return None
    entry, given = entries[0], [argument.keyword or argument.star for argument in use.arguments]
    if name in _ANY and (given != list(entry.forward) or program.around.keywords & set(given)):
        return None
    if "**" not in given and not any(argument.keyword for argument in use.arguments):
        return _plain(entry, use)
    ordered = _ordered(entry, use.arguments)
    if ordered is None:
        reason = f"Gluon's blocks take arguments by place alone: here {_order(entry)}, each one before the last given"
        return refusal(reason, Category.ARGUMENT_UNSUPPORTED, entry)
    if ordered != list(use.arguments):
        return _reordered(program, use, entry, ordered)
    edits = tuple(Edit(part.whole.start, part.span.start, "") for part in ordered if part.keyword)
    return Outcome(Category.ARGUMENT_ADAPTED, entry, edits, notes=(_NOTE,), rule="layer_call")


def _plain(entry: Entry, use: Use) -> Outcome | None:
    """A call without keywords: right as it is, unless it gives what only PyTorch's layer takes."""
    if any(argument.star for argument in use.arguments) or len(use.arguments) <= len(entry.forward):
        return None
    return refusal(f"Gluon's block takes {_order(entry)} alone", Category.ARGUMENT_UNSUPPORTED, entry)


def _order(entry: Entry) -> str:
    return ", ".join(entry.forward)


def _ordered(entry: Entry, arguments: tuple[Argument, ...]) -> list[Argument] | None:
    """The arguments by place; None where they leave a gap, or where only the run tells what they are."""
    if any(argument.star for argument in arguments):
        return None
    wanted = entry.forward[: len(arguments)]
    given = {part.keyword or name: part for name, part in zip(wanted, arguments, strict=False)}
    return [given[name] for name in wanted] if len(arguments) == len(wanted) and set(given) == set(wanted) else None


def _reordered(program: Program, use: Use, entry: Entry, ordered: list[Argument]) -> Outcome:
    blocked = next((reason for part in ordered if (reason := program.blocked(part.span))), "")
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, entry)
    parts = [(use.name_span, use.name_span)]
    parts += [(place.whole, part.span) for place, part in zip(use.arguments, ordered, strict=True)]
    edits = tuple(Edit(place.start, place.end, program.converted(part)) for place, part in parts)
    return Outcome(Category.ARGUMENT_ADAPTED, entry, edits, absorbs=True, notes=(_NOTE,), rule="layer_call")
