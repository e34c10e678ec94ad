"""`optimizer.param_groups[0]["lr"]`, read and written, is the trainer's learning rate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.catalogue import Category, Entry
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import watches
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_GROUPS = "torch.optim.Optimizer.param_groups"
_RATES = frozenset({"'lr'", '"lr"', "'weight_decay'", '"weight_decay"'})
_RATE = ("'lr'", '"lr"')


@watches("attribute")
def learning_rate(program: Program, use: Use) -> Outcome | None:
    """A rate that is read, one that is assigned, and a loop that assigns it in each group."""
    if use.name != _GROUPS or use.receiver is None or not program.catalogue.lookup(_GROUPS):
        return None
    entry = program.catalogue.lookup(_GROUPS)[0]
    trainer = program.converted(use.receiver)
    node = program.tree.expression(use.span)
    single = not program.around.wholeness.rates
    edit = (_of_first(program, node, trainer) or _of_each(program, node, trainer)) if single else None
    if edit is None:
        return _groups(program, use, entry, trainer)
    notes = (entry.note,) if entry.note else ()
    covers = (Span(use.span.end, edit.end),) if edit.end > use.span.end else ()
    return Outcome(entry.category, entry, (edit,), absorbs=True, covers=covers, notes=notes, rule="learning_rate")


def _groups(program: Program, use: Use, entry: Entry, trainer: str) -> Outcome:
    """`param_groups(trainer)`: a helper for what is done with the groups' rates otherwise."""
    node = program.tree.expression(use.span)
    if node is None or not set(_keys(program, node)) <= _RATES:
        return refusal("it is no rate of a group that is read or set", Category.PROGRAM_LEVEL, entry)
    edit = Edit(use.span.start, use.span.end, f"param_groups({trainer})")
    helpers = frozenset({"param_groups", "ParameterGroup"})
    return Outcome(Category.COMPOSITE, entry, (edit,), absorbs=True, helpers=helpers, rule="learning_rate")


def _keys(program: Program, node: Node) -> Iterator[str]:
    """What is asked of the groups, of those of a loop over them or of one that a number picks; "" for what is else."""
    parent = node.parent
    call = parent.parent if parent is not None and parent.type == "argument_list" else None
    if call is not None and program.text_of(call).startswith("len("):
        return
    while parent is not None and parent.type in {"argument_list", "call"}:  # enumerate(...), zip(...)
        parent = parent.parent
    if parent is not None and parent.type in {"for_statement", "for_in_clause"}:
        target = parent.child_by_field_name("left")
        scope = parent if parent.type == "for_statement" else parent.parent
        if target is not None and scope is not None:
            yield from _subscripts(program, scope, target)
    elif parent is not None and parent.type == "subscript" and call is None:
        key = _key(parent.parent, parent)
        yield program.text_of(key) if key is not None else ""
    else:
        yield ""


def _subscripts(program: Program, scope: Node, target: Node) -> Iterator[str]:
    """What is asked of the group that a loop's target names; several names may stand for something else, too."""
    names = {program.text_of(node) for node in (target, *target.named_children) if node.type == "identifier"}
    waiting = [scope]
    while waiting:
        node = waiting.pop()
        if node.type == "identifier" and program.text_of(node) in names:
            key = _key(node.parent, node)
            if key is not None and (key.type == "string" or len(names) == 1):
                yield program.text_of(key)
            elif len(names) == 1:
                yield ""
        waiting += (child for child in node.named_children if child != target)


def _key(parent: Node | None, value: Node) -> Node | None:
    """The key by which `value` is subscripted."""
    if parent is None or parent.type != "subscript" or parent.child_by_field_name("value") != value:
        return None
    return parent.child_by_field_name("subscript")


def _of_first(program: Program, node: Node | None, trainer: str) -> Edit | None:
    """`optimizer.param_groups[0]["lr"]`."""
    group = _subscripted(program, node, ("0", "-1"))
    rate = _subscripted(program, group, _RATE)
    if rate is None or rate.parent is None:
        return None
    if rate.parent.type in {"assignment", "augmented_assignment"} and rate.parent.child_by_field_name("left") == rate:
        return _assigned(program, rate.parent, trainer)
    return Edit(rate.start_byte, rate.end_byte, f"{trainer}.learning_rate")


def _subscripted(program: Program, node: Node | None, keys: tuple[str, ...]) -> Node | None:
    """The subscript of `node` by one of some keys."""
    parent = node.parent if node is not None else None
    if parent is None or parent.type != "subscript" or parent.child_by_field_name("value") != node:
        return None
    key = parent.child_by_field_name("subscript")
    return parent if key is not None and program.text_of(key) in keys else None


def _assigned(program: Program, assignment: Node, trainer: str) -> Edit | None:
    """The edit of `<rate> = value`, or of `<rate> *= value`."""
    value, operator = assignment.child_by_field_name("right"), assignment.child_by_field_name("operator")
    if value is None or program.blocked(span_of(value)):
        return None
    text = program.converted(span_of(value))
    if operator is not None:
        wrapped = text if value.type in {"identifier", "attribute", "call", "integer", "float"} else f"({text})"
        text = f"{trainer}.learning_rate {program.text_of(operator).rstrip('=')} {wrapped}"
    return Edit(assignment.start_byte, assignment.end_byte, f"{trainer}.set_learning_rate({text})")


def _of_each(program: Program, node: Node | None, trainer: str) -> Edit | None:
    """`for group in optimizer.param_groups: group["lr"] = value`, when that is all the loop does."""
    loop = node.parent if node is not None else None
    if loop is None or loop.type != "for_statement" or loop.child_by_field_name("right") != node:
        return None
    name, body = loop.child_by_field_name("left"), loop.child_by_field_name("body")
    statements = [child for child in body.named_children if child.type != "comment"] if body is not None else []
    if name is None or name.type != "identifier" or len(statements) != 1 or loop.child_by_field_name("alternative"):
        return None
    assignment = statements[0].named_children[0] if statements[0].named_children else None
    left = assignment.child_by_field_name("left") if assignment is not None else None
    right = assignment.child_by_field_name("right") if assignment is not None else None
    if assignment is None or left is None or right is None or "#" in program.text_of(loop):
        return None
    group = program.text_of(name)
    if program.text_of(left) not in {f"{group}[{key}]" for key in _RATE}:
        return None
    if group in program.text_of(right).replace(".", " ").replace("[", " ").replace("(", " ").split():
        return None
    edit = _assigned(program, assignment, trainer)
    return Edit(loop.start_byte, loop.end_byte, edit.text) if edit is not None else None
