"""Members of nn.Module that a Gluon Block does without: train() and eval() go, their scope decides the mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.blocks import deletion
from gluonize.rewriter.initialization import Initialization, builds_network, initialization, members
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.parts import of_base
from gluonize.rewriter.rules import rule
from gluonize.rewriter.rules.part_mode import part_mode
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program


_SWITCHES = frozenset({"torch.nn.Module.train", "torch.nn.Module.eval"})
_MOVES = frozenset({"to", "cuda", "cpu"})
"""Members that initialise a network which is moved where it is built."""
_CHOSEN = (
    "its mode is chosen when the program runs; write if ...: net.train() and else: net.eval(), with a pass for each"
)


@rule("module_class")
def module_class(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`net.train()` and `net.eval()`: deleted as a statement, left out of a chain."""
    entry = bound.entry
    if use.name.rpartition(".")[2] not in {"train", "eval"} or use.receiver is None:
        return None
    with_parts = part_mode(program, use, entry)
    if with_parts is not None:
        return with_parts
    if program.survey.sensitive and any(program.text(given.span) not in {"True", "False"} for given in use.arguments):
        return refusal(_CHOSEN, Category.PROGRAM_LEVEL, entry)
    notes = (entry.note,) if entry.note else ()
    statement = program.tree.whole_statement(use.span)
    plain = program.text(use.receiver).replace(".", "").replace("_", "").isalnum()
    if statement is not None and (plain or of_base(program.tree, use)):
        edit = deletion(program, _switching(program, statement) or statement)
        return Outcome(Category.DELETABLE, entry, (edit,), absorbs=True, notes=notes, rule="module_class")
    choice = _choice(program, use)
    if choice is not None:
        first = choice.start_byte == use.span.start
        edits = (deletion(program, choice),) if first else ()
        return Outcome(Category.DELETABLE, entry, edits, absorbs=first, notes=notes, rule="module_class")
    edit = Edit(use.receiver.end, use.span.end, "")
    covers = tuple(argument.whole for argument in use.arguments)
    moved = any(name in _MOVES for _, name in members(program, use.span))
    built = builds_network(program, use.receiver) and not moved
    found = initialization(program, use) if built else Initialization()
    return Outcome(
        Category.DELETABLE, entry, (edit,), around=found.edits, covers=covers, notes=notes, helpers=found.helpers,
        rule="module_class",
    )  # fmt: skip


def _choice(program: Program, use: Use) -> Node | None:
    """The statement `net.train() if training else net.eval()` that a switch is one side of."""
    statement = program.tree.statement(use.span)
    choice = statement.named_children[0] if statement is not None and statement.named_children else None
    if statement is None or choice is None or choice.type != "conditional_expression":
        return None
    sides = {span_of(choice.named_children[0]), span_of(choice.named_children[2])}
    switches = {other.span for other in program.uses if other.name in _SWITCHES and other.sure}
    return statement if use.span in sides <= switches and span_of(choice) == span_of(statement) else None


def _switching(program: Program, statement: Node) -> Node | None:
    """The if statement around, when all that it does is to choose between modes."""
    block = statement.parent
    node = program.tree.enclosing(statement, "if_statement") if block is not None and block.type == "block" else None
    condition = node.child_by_field_name("condition") if node is not None else None
    if node is None or condition is None or "(" in program.text_of(condition):
        return None
    switches = [use.span for use in program.uses if use.name in _SWITCHES and use.sure]
    for branch in (node.child_by_field_name("consequence"), *node.children_by_field_name("alternative")):
        if branch is None or branch.type == "elif_clause":
            return None
        body = branch if branch.type == "block" else branch.child_by_field_name("body")
        statements = body.named_children if body is not None else []
        if not statements or not all(span_of(child) in switches for child in statements):
            return None
    return node
