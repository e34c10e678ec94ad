"""train() and eval() where parts of a network have a mode of their own: a helper keeps the mode of each layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category, Entry
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.parts import DROPOUT, is_part, of_base

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_NOTE = (
    "MXNet's scope has one mode for all; the helper keeps batch normalisation and dropout in the mode of their network."
)
_TRAINS = (
    "it puts a part of a network into training mode, and MXNet only knows that for all of it; "
    "call train() on the whole network, and eval() on the other parts"
)
_OTHERS = (
    "it switches a part of a network, but MXNet's scope has one mode for all, "
    "and there is more in the file that depends on it than batch normalisation and dropout layers"
)


def part_mode(program: Program, use: Use, entry: Entry) -> Outcome | None:
    """`bn.eval()` to `switch(bn, False)`, and so all others of the file; None where no part has a mode of its own."""
    around = program.around.parts
    if use.receiver is None or not (program.survey.sensitive and around.switched):
        return None
    part = is_part(program.tree, use, program.uses, around.applied)
    training = use.name.endswith(".train")
    if part and training and not DROPOUT.match(use.receiver_type):
        return refusal(_TRAINS, Category.PROGRAM_LEVEL, entry)
    if part and not use.receiver_type.startswith(("torch.nn.BatchNorm", "torch.nn.Dropout")) and not around.by_layers:
        return refusal(_OTHERS, Category.PROGRAM_LEVEL, entry)
    mode = program.text(use.arguments[0].whole) if use.arguments else "" if training else "False"
    base = of_base(program.tree, use)
    if not base and (mode.removeprefix("mode=") not in {"", "True", "False"} or not _alone(program, use)):
        return None
    network = "self" if base else program.text(use.receiver)
    text = ", ".join(filter(None, (network, mode.replace("mode=", "training="), "own=False" if base else "")))
    edit = Edit(use.span.start, use.span.end, f"switch({text})")
    return Outcome(
        Category.PROGRAM_LEVEL, entry, (edit,), absorbs=True, notes=(_NOTE,), helpers=frozenset({"switch"}),
        rule="part_mode",
    )  # fmt: skip


def _alone(program: Program, use: Use) -> bool:
    """Whether the switch is a statement, or what a lambda gives: not part of a chain that builds a network."""
    node = program.tree.expression(use.span)
    statement = program.tree.whole_statement(use.span)
    return statement is not None or (node is not None and program.tree.enclosing(node, "lambda") is not None)
