"""Parameters and buffers of a module: their creation, and where a Gluon Parameter has to give its array."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category
from gluonize.rewriter.gathering import spoilt
from gluonize.rewriter.initialization import inside_module
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule, watches
from gluonize.rewriter.rules.shared_parameter import shared
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_OF_PARAMETER = frozenset(
    {"data", "grad", "requires_grad", "requires_grad_", "shape", "size", "numel", "dim", "ndim", "ndimension"}
)
_NOTE = "A Gluon Parameter gives its array by data()."
_TAKE_PARAMETERS = ("torch.nn.init.", "torch.optim.", "torch.nn.utils.")


@rule("parameter")
def parameter(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`self.w = nn.Parameter(value)` in a module registers a parameter that starts from the value."""
    entry = bound.entry
    node = _alternative(program, use.span)
    assigned = program.tree.assignment(span_of(node)) if node is not None else None
    if assigned is None or not assigned[1].startswith("self.") or not inside_module(program, use):
        return refusal("it is no attribute of a module", Category.PROGRAM_LEVEL, entry)
    value = bound.values["data"]
    blocked = program.blocked(value.span)
    if blocked:
        return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, entry)
    name = assigned[1].removeprefix("self.")
    fixed = ", grad_req='null'" if _frozen(program, bound) else ""
    edits = (
        Edit(use.span.start, value.span.start, f"parameter(self, '{name}', "),
        Edit(value.span.end, use.span.end, f"{fixed})"),
    )
    notes = (entry.note,) if entry.note else ()
    helpers = frozenset({"parameter"})
    return Outcome(Category.COMPOSITE, entry, edits, notes=notes, helpers=helpers, rule="parameter")


def _frozen(program: Program, bound: Bound) -> bool:
    given = bound.values.get("requires_grad")
    return given is not None and program.text(given.span) == "False"


@rule("buffer")
def buffer(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`self.register_buffer("mask", value)` becomes `self.mask = value`."""
    entry = bound.entry
    name, value = bound.values["name"], bound.values["tensor"]
    literal = program.text(name.span)
    if name.form != "string" or program.tree.whole_statement(use.span) is None or use.receiver is None:
        return refusal("its name is no literal", Category.ARGUMENT_UNSUPPORTED, entry)
    blocked = program.blocked(value.span)
    if blocked or not literal[1:-1].isidentifier():
        return refusal(blocked or "its name is no identifier", Category.ARGUMENT_UNSUPPORTED, entry)
    head = f"{program.text(use.receiver)}.{literal[1:-1]} = "
    edits = (Edit(use.span.start, value.span.start, head), Edit(value.span.end, use.span.end, ""))
    notes = (entry.note,) if entry.note else ()
    return Outcome(Category.SEMANTICS, entry, edits, notes=notes, rule="buffer")


@watches("attribute")
def in_initializer(program: Program, use: Use) -> Outcome | None:
    """`nn.init.xavier_uniform_(self.w.data)` fills the parameter itself: it may not be initialised yet."""
    if use.name != "torch.nn.Parameter.data" or use.receiver is None:
        return None
    for index in program.inside(use.statement):
        around = program.uses[index]
        if around.name.startswith("torch.nn.init.") and around.arguments and around.arguments[0].span == use.span:
            edit = Edit(use.receiver.end, use.span.end, "")
            return Outcome(Category.RENAMED, None, (edit,), rule="parameter")
    return None


@watches("parameter")
def read(program: Program, use: Use) -> Outcome | None:
    """A parameter read as a tensor gives its array (`self.w.data()`); a layer's may have another name in Gluon."""
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    if node is None or parent is None:
        return None
    member = parent.child_by_field_name("attribute") if parent.type == "attribute" else None
    as_parameter = member is not None and program.text_of(member) in _OF_PARAMETER
    kept = as_parameter or _goes_as_parameter(program, use) or (node.type == "identifier" and _handed_on(program, node))
    edits, helpers = _renamed(program, use, node)
    given = shared(program, node, edits, helpers)
    if given is not None:
        return given
    reads = not (kept or _is_asked_for(program, node) or _was_read(program, node))
    if (reads or _takes_data(program, parent)) and _constructing(program, use, node):
        edits = Edit(use.span.start, use.span.start, "started("), *edits, Edit(use.span.end, use.span.end, ")")
        helpers |= {"started"}
    if reads:
        edits = (*edits, *_array(program, use, node))
    if reads and spoilt(program, node):
        edits = (*edits, Edit(use.span.end, use.span.end, " * 1"))
    if not edits:
        return None
    return Outcome(Category.RESULT_FORM, None, edits, notes=(_NOTE,), helpers=helpers, rule="parameter")


def _takes_data(program: Program, parent: Node) -> bool:
    """Whether the array of a parameter is taken by `.data`, and not to fill it as a whole."""
    member, around = parent.child_by_field_name("attribute"), parent.parent
    if member is None or program.text_of(member) != "data" or around is None or around.type == "argument_list":
        return False
    method = around.child_by_field_name("attribute") if around.type == "attribute" else None
    return method is None or program.text_of(method) not in {"uniform_", "normal_", "zero_", "fill_"}


def _constructing(program: Program, use: Use, node: Node) -> bool:
    """Whether a network is built where a parameter of its layers is read: it has no array yet."""
    function = program.tree.enclosing(node, "function_definition")
    name = function.child_by_field_name("name") if function is not None else None
    told = name is not None and re.search("init|reset", program.text_of(name)) is not None
    layer = program.text(use.span).startswith("self.") and program.text(use.span).count(".") > 1
    return told and layer and inside_module(program, use)


def _was_read(program: Program, node: Node) -> bool:
    """Whether an earlier conversion took care of it: `(self.bias and self.bias.data())`, `reinitialize(self.w)`."""
    parent, text = node.parent, program.text_of(node)
    if parent is not None and parent.type == "boolean_operator":
        return program.text_of(parent) == f"{text} and {text}.data()"
    call = parent.parent if parent is not None and parent.type == "argument_list" else None
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and program.text_of(function) == "reinitialize"


_CHOICES = frozenset({"if_statement", "elif_clause", "conditional_expression", "while_statement"})


def _is_asked_for(program: Program, node: Node) -> bool:
    """Whether code only asks whether there is the parameter, or which: `self.bias is None`, `if self.bias:`."""
    parent = node.parent
    while parent is not None and parent.type in {"not_operator", "boolean_operator", "parenthesized_expression"}:
        node, parent = parent, parent.parent
    if parent is None:
        return False
    if parent.type == "comparison_operator":
        return any(child.type in {"none", "is", "is not"} for child in parent.children)
    if parent.type == "conditional_expression":
        return parent.named_children[1] == node
    return parent.type in _CHOICES and parent.child_by_field_name("condition") == node


def _array(program: Program, use: Use, node: Node) -> tuple[Edit, ...]:
    """The edits that take the array; None stays None where nothing around has asked."""
    text = program.text(use.span)
    parent = node.parent
    if parent is not None and parent.type == "augmented_assignment" and parent.child_by_field_name("left") == node:
        return (Edit(use.span.end, use.span.end, ".data()[:]"),)
    end = Edit(use.span.end, use.span.end, ".data()")
    if not _may_be_none(program, text):
        return (end,)
    around = program.tree.enclosing(node, *_CHOICES)
    while around is not None:
        condition = around.named_children[1] if around.type == "conditional_expression" else None
        condition = condition or around.child_by_field_name("condition")
        if condition is not None and text in program.text_of(condition):
            return (end,)
        around = program.tree.enclosing(around, *_CHOICES)
    return Edit(use.span.start, use.span.start, f"({text} and "), Edit(use.span.end, use.span.end, ".data())")


def _may_be_none(program: Program, text: str) -> bool:
    """Whether the file sets an attribute to None somewhere."""
    name = re.escape(text.rpartition(".")[2])
    assigned = rf"(?m)^\s*{re.escape(text)}\s*(?::[^=\n]+)?=(?:.*\belse)?\s*None\s*(?:#.*)?$"
    registered = rf"""register_parameter\(\s*["']{name}["'],\s*None"""
    return bool(re.search(f"{assigned}|{registered}", program.source.decode("utf-8", "replace")))


@rule("register_parameter")
def register_parameter(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`self.register_parameter("bias", None)` becomes `self.bias = None`."""
    name, value = bound.values["name"], bound.values["param"]
    literal = program.text(name.span)
    whole = program.tree.whole_statement(use.span) is not None and use.receiver is not None
    if not whole or name.form != "string" or value.form != "none" or not literal[1:-1].isidentifier():
        reason = "only None is registered in this way; assign a parameter: self.name = nn.Parameter(value)"
        return refusal(reason, Category.PROGRAM_LEVEL, bound.entry)
    edits = (Edit(use.receiver.end + 1 if use.receiver else 0, use.span.end, f"{literal[1:-1]} = None"),)
    return Outcome(Category.COMPOSITE, bound.entry, edits, absorbs=True, rule="parameter")


def _renamed(program: Program, use: Use, node: Node) -> tuple[tuple[Edit, ...], frozenset[str]]:
    """The edits for Gluon's name of a layer's parameter: known by the layer's class, else found out when it runs."""
    owner, _, name = use.name.rpartition(".")
    layer, member = node.child_by_field_name("object"), node.child_by_field_name("attribute")
    if owner == "torch.nn" or layer is None or member is None:
        return (), frozenset()
    if owner == "torch.nn.Module":
        edits = (
            Edit(use.span.start, use.span.start, "parameter_of("),
            Edit(layer.end_byte, use.span.end, f", '{name}')"),
        )
        return edits, frozenset({"parameter_of"})
    entries = program.catalogue.lookup(owner)
    own = _own_name(dict(entries[0].state), name) if entries else name
    return ((Edit(member.start_byte, member.end_byte, own),) if own != name else ()), frozenset()


def _own_name(state: dict[str, str], name: str) -> str:
    """Gluon's name of a layer's parameter; of `weight_ih_l1` the pattern `weight_ih_l{k}` tells it."""
    number = re.search(r"\d+", name)
    if name in state or number is None:
        return state.get(name, name)
    return state.get(name.replace(number[0], "{k}"), name).replace("{k}", number[0])


def _goes_as_parameter(program: Program, use: Use) -> bool:
    """Whether a call around the use takes the parameter itself."""
    for index in program.inside(use.statement):
        around = program.uses[index]
        if around.name.startswith(_TAKE_PARAMETERS) and around.span.start < use.span.start < around.span.end:
            return True
    return False


def _handed_on(program: Program, node: Node) -> bool:
    """Whether a name that holds a parameter is an argument of something else than a function on tensors."""
    given = program.tree.enclosing(node, "argument_list", "binary_operator", "unary_operator", "attribute")
    call = given.parent if given is not None and given.type == "argument_list" else None
    if call is None:
        return False
    index = program.use_at(span_of(call))
    return index is None or program.uses[index].kind != "call"


def _alternative(program: Program, span: Span) -> Node | None:
    """The expression that `span` is, or one side of a choice in: `A() if deep else B()`."""
    node = program.tree.expression(span)
    while node is not None and node.parent is not None:
        parent = node.parent
        chosen = parent.type == "conditional_expression" and node != parent.named_children[1]
        if not chosen and parent.type != "parenthesized_expression":
            return node
        node = parent
    return node
