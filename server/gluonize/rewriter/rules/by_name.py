"""`getattr(nn, name)`: which class or function of PyTorch it is, only the run tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.analysis.special_calls import is_recurrent
from gluonize.catalogue import Category
from gluonize.rewriter.initialization import inside_module
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_LAYERS = ("LSTM", "GRU", "RNN")
_SETTINGS = frozenset("input_size hidden_size num_layers bias batch_first dropout bidirectional".split())
_NOTE = "The recurrent layers that the name may mean are written out."


@watches("by name")
def by_name(program: Program, use: Use) -> Outcome:
    """`getattr(nn, rnn_type)(8, 16)` chooses among the recurrent layers; others, written out, convert."""
    node = program.tree.expression(use.span)
    arguments = node.child_by_field_name("arguments") if node is not None else None
    given = [child for child in arguments.named_children if child.type != "comment"] if arguments is not None else []
    name = program.text_of(given[1]) if len(given) == 2 else ""
    if node is not None and is_recurrent(name) and _builds_layer(program, node) and inside_module(program, use):
        choices = ", ".join(f"'{layer}': {layer}" for layer in _LAYERS)
        edit = Edit(use.span.start, use.span.end, f"{{{choices}}}[{name}]")
        return Outcome(Category.COMPOSITE, None, (edit,), absorbs=True, notes=(_NOTE,), helpers=frozenset(_LAYERS))
    reason = (
        f"which member of {use.name} is meant, only the run tells; "
        "write the possible ones out, in a dictionary from their names to them"
    )
    return refusal(reason, Category.MISSING)


def _builds_layer(program: Program, node: Node) -> bool:
    """Whether what is chosen is called with settings that all of the recurrent layers have."""
    call = node.parent
    if call is None or call.type != "call" or call.child_by_field_name("function") != node:
        return False
    arguments = call.child_by_field_name("arguments")
    for child in arguments.named_children if arguments is not None else ():
        name = child.child_by_field_name("name") if child.type == "keyword_argument" else None
        if child.type == "dictionary_splat" or (name is not None and program.text_of(name) not in _SETTINGS):
            return False
    positional = [] if arguments is None else [c for c in arguments.named_children if c.type != "keyword_argument"]
    return len([child for child in positional if child.type != "comment"]) < 4  # the next is RNN's nonlinearity
