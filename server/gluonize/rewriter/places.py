"""What the place of an expression asks of its conversion: targets that are written, and dtypes that are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_CONTENTS = frozenset({"data", "grad"})
_COPIES = frozenset(
    "t transpose permute swapaxes swapdims movedim moveaxis select narrow diagonal expand unfold".split()
)
"""Methods that give a view in PyTorch and a copy in MXNet."""
_COPIES_IN_NP = _COPIES | frozenset("view reshape flatten squeeze unsqueeze view_as reshape_as".split())
_TURNED = frozenset({"T", "mT", "H", "mH"})
_REASON = "it changes a view of '{name}', which is a copy in MXNet"


def is_content(use: Use) -> bool:
    """Whether a use reads a tensor's contents (`w.data`), which are written where it is assigned to."""
    return use.kind in {"attribute", "parameter"} and use.name.rpartition(".")[2] == "data"


def fitted(program: Program, use: Use, outcome: Outcome | None) -> Outcome | None:
    """The outcome of a use with the edits that its place asks for."""
    if outcome is None or outcome.reason or use.kind not in {"attribute", "parameter"}:
        return outcome
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    if node is None or parent is None:
        return outcome
    if use.result == "torch.dtype" and use.receiver is not None and _given_to_mxnet(program, parent):
        return replace(outcome, category=Category.IDENTICAL, edits=())
    more: Edit | None = None
    if use.name.rpartition(".")[2] in _CONTENTS:
        more = _contents(program, use, outcome, node)
    elif use.kind != "parameter" and (use.result == "torch.dtype" or not use.name.startswith("torch.Tensor.")):
        more = _equality(parent)
    return outcome if more is None else replace(outcome, edits=(*outcome.edits, more))


def _given_to_mxnet(program: Program, parent: Node) -> bool:
    """`mx.nd.zeros(n, dtype=x.dtype)`, `y.astype(x.dtype)`: what MXNet calls the type of its arrays, it takes."""
    if parent.type == "keyword_argument" and parent.parent is not None:
        parent = parent.parent
    call = parent.parent if parent.type == "argument_list" else None
    function = call.child_by_field_name("function") if call is not None else None
    text = program.text_of(function) if function is not None else ""
    return text.startswith("mx.") or text.endswith(".astype")


def _contents(program: Program, use: Use, outcome: Outcome, node: Node) -> Edit | None:
    """`w.data -= v` must not become `w.detach() -= v`, which is no Python: the contents are written, `[:]`."""
    parent = node.parent
    if parent is None or parent.type not in {"assignment", "augmented_assignment"} or not outcome.edits:
        return None
    written = parent.child_by_field_name("left") == node and _ending(program, use, outcome).endswith(")")
    return Edit(use.span.end, use.span.end, "[:]") if written else None


def _equality(parent: Node) -> Edit | None:
    """`x.dtype is torch.float32`: a dtype is a single object in PyTorch, and only equal to its name in MXNet."""
    for word in parent.children if parent.type == "comparison_operator" else ():
        if word.type in {"is", "is not"}:
            return Edit(word.start_byte, word.end_byte, "!=" if word.type == "is not" else "==")
    return None


def _ending(program: Program, use: Use, outcome: Outcome) -> str:
    """The end of the text that a use becomes."""
    last = max(outcome.edits, key=lambda edit: edit.end)
    return last.text if last.end == use.span.end else program.text(use.span)


def seen_elsewhere(program: Program, use: Use, receiver: Span) -> str:
    """Why a tensor cannot be changed in place: PyTorch's tensor is a view, and another name sees the change."""
    node = program.tree.expression(receiver)
    statement = program.tree.statement(use.span)
    if node is None or statement is None:
        return ""
    name = program.text_of(node) if node.type == "identifier" else ""
    value = _binding(program, statement, name) if name else node
    base = _viewed(program, value) if value is not None else None
    if base is None or program.text_of(base).partition(".")[0] == name:
        return ""
    return _REASON.format(name=program.text_of(base))


_RESHAPES = frozenset({"view", "reshape", "unflatten", "flatten", "view_as", "reshape_as"})


def is_view(program: Program, span: Span) -> bool:
    """Whether an expression, or what its name was last assigned, reshapes an array or takes rows of it."""
    node = program.tree.expression(span)
    statement = program.tree.statement(span)
    if node is not None and node.type == "identifier" and statement is not None:
        node = _binding(program, statement, program.text_of(node))
    function = node.child_by_field_name("function") if node is not None and node.type == "call" else None
    name = function.child_by_field_name("attribute") if function is not None else None
    reshapes = name is not None and program.text_of(name) in _RESHAPES
    return reshapes or (node is not None and node.type == "subscript")


def _binding(program: Program, statement: Node, name: str) -> Node | None:
    """What the name was last assigned in front of a statement, in the blocks around it up to the function."""
    place: Node | None = statement
    while place is not None and place.type not in {"function_definition", "module"}:
        siblings = program.tree.siblings(place)
        for sibling in reversed(siblings[: siblings.index(place)] if place in siblings else []):
            assignment = sibling.named_children[0] if sibling.type == "expression_statement" else None
            if assignment is None or assignment.type != "assignment":
                continue
            left = assignment.child_by_field_name("left")
            if left is not None and program.text_of(left) == name:
                return assignment.child_by_field_name("right")
        place = place.parent
    return None


def _viewed(program: Program, value: Node) -> Node | None:
    """The name that an expression is a view of, where MXNet makes a copy; None for anything else."""
    copies = _COPIES if program.target == "nd" else _COPIES_IN_NP
    copied = False
    node: Node | None = value
    while node is not None and node.type in {"call", "attribute", "subscript"}:
        copy = _copied_by_mxnet(program, node, copies)
        if copy is not None:
            copied, node = True, copy
            continue
        if node.type == "subscript":
            copied = copied or _inner_slice(program, node)
            node = node.child_by_field_name("value")
            continue
        function = node.child_by_field_name("function") if node.type == "call" else node
        if function is None or function.type != "attribute":
            return None
        member = function.child_by_field_name("attribute")
        word = program.text_of(member) if member is not None else ""
        if node.type == "attribute" and word not in _TURNED:
            break
        if node.type == "call" and word not in _COPIES_IN_NP:
            return None
        copied = copied or word in copies or word in _TURNED
        node = function.child_by_field_name("object")
    return node if copied and node is not None and node.type in {"identifier", "attribute"} else None


def _copied_by_mxnet(program: Program, node: Node, copies: frozenset[str]) -> Node | None:
    """The array that a function of MXNet or a helper copies: `narrow(x, 0, 1, 2)` was `x.narrow(0, 1, 2)`."""
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    text = program.text_of(function) if function is not None else ""
    plain = text.startswith("mx.") or (function is not None and function.type == "identifier")
    if not plain or text.rpartition(".")[2] not in copies or given is None or not given.named_children:
        return None
    return given.named_children[0]


def _inner_slice(program: Program, node: Node) -> bool:
    """`x[:, 0]`: plain places and slices, of which one leaves the first axis whole."""
    keys = node.children_by_field_name("subscript")
    plain = all(key.type in {"integer", "unary_operator", "slice", "ellipsis", "identifier"} for key in keys)
    return plain and len(keys) > 1 and keys[0].type in {"slice", "ellipsis"}
