"""Statements: control flow over the names that are bound at each point."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from gluonize.analysis import attributes, binding, branches, expressions, functions, operators, subscripts
from gluonize.analysis.state import State
from gluonize.analysis.types import PARAMETER, Type, describe, is_tensor, join


def execute(state: State, node: Node) -> None:
    """Execute one statement in the abstract: bind its names, record its uses."""
    handler = _HANDLERS.get(node.type)
    if handler is None:
        _generic(state, node)
        return
    outer = state.statement
    state.statement = state.span(node)
    handler(state, node)
    state.statement = outer


def execute_block(state: State, node: Node | None) -> None:
    """Execute the statements of a block in order."""
    for child in node.named_children if node is not None else ():
        execute(state, child)


def _generic(state: State, node: Node) -> None:
    """Anything else, errors included: what is inside still counts."""
    if node.type in expressions._HANDLERS:
        expressions.evaluate(state, node)
        return
    for child in node.named_children:
        execute(state, child)


def _expression_statement(state: State, node: Node) -> None:
    for child in node.named_children:
        if child.type == "assignment":
            _assignment(state, child)
        elif child.type == "augmented_assignment":
            _augmented(state, child)
        else:
            _expression(state, child)


def _expression(state: State, node: Node) -> None:
    value = expressions.evaluate(state, node)
    if node.type == "call" and value is not None:
        return
    _append(state, node)


def _append(state: State, node: Node) -> None:
    """`items.append(x)` tells what the list `items` holds."""
    function = node.child_by_field_name("function") if node.type == "call" else None
    if function is None or function.type != "attribute":
        return
    target, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
    arguments = node.child_by_field_name("arguments")
    if target is None or name is None or arguments is None or len(arguments.named_children) != 1:
        return
    if state.text(name) not in {"append", "add"} or target.type not in {"identifier", "attribute"}:
        return
    state.silent += 1
    container = attributes.prefix(state, target)
    if container is not None and container.kind == "seq":
        item = expressions.evaluate(state, arguments.named_children[0])
        if target.type == "identifier":  # what an attribute holds is joined from all that write it
            item = join(container.items[0], item)
        binding.bind_target(state, target, Type("seq", container.name, (item,)))
    state.silent -= 1


def _assignment(state: State, node: Node) -> Type | None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    declared = functions.annotated(state, node.child_by_field_name("type"))
    if right is not None and right.type == "assignment":
        value = _assignment(state, right)
    else:
        value = expressions.evaluate(state, right)
    if declared is not None and (value is None or right is None or not _more_than(value, declared)):
        value = declared
    if right is None and declared is not None and state.scope.kind == "class" and left is not None:
        state.write(("declared", state.scope.path, state.text(left)), declared)
    elif right is not None or declared is not None:
        binding.bind_target(state, left, value)
    return value


def _more_than(value: Type, declared: Type) -> bool:
    """Whether a value tells more than the annotation of its name does."""
    return value.kind == "inst" or (value == PARAMETER and is_tensor(declared))


def _augmented(state: State, node: Node) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None:
        return
    if left.type == "subscript" and subscripts.store_item(state, left):
        expressions.evaluate(state, right)
        return
    state.silent += left.type == "subscript"
    before = expressions.evaluate(state, left)
    state.silent -= left.type == "subscript"
    value = expressions.evaluate(state, right)
    operator = node.child_by_field_name("operator")
    if right is not None and operator is not None:
        name = operators.augmented(state, node, (left, before), (right, value))
        if name is not None:
            arguments = (operators.operand(state, right, value),)
            kind = describe(before)
            state.emit(name, "call", node, operator, receiver=left, arguments=arguments, receiver_type=kind)
            return
    if before == PARAMETER:  # changed in place: the name stays that of the parameter
        state.emit(PARAMETER.name, "parameter", left, left, result=PARAMETER.name)
        return
    if left.type == "identifier":
        text = operator.type.rstrip("=") if operator is not None else ""
        result = operators.arithmetic(before, value, text)
        binding.bind_target(state, left, result)
        if is_tensor(result) and operator is not None:
            state.emit("torch.Tensor.__iadd__", "augmented", node, operator, receiver=left, result="torch.Tensor")


def _return(state: State, node: Node) -> None:
    values = [expressions.evaluate(state, child) for child in node.named_children if child.type != "comment"]
    function = next((scope for scope in reversed(state.scopes) if scope.kind == "function"), None)
    if function is not None and values:
        state.write(("return", function.path), values[0])


def clause(state: State, node: Node) -> None:
    """The body of an except, else or finally clause, with what it binds."""
    for child in node.named_children:
        if child.type == "block":
            execute_block(state, child)
        elif child.type == "as_pattern":
            _as_pattern(state, child)
        else:
            expressions.evaluate(state, child)


def _with(state: State, node: Node) -> None:
    for clause in node.named_children:
        if clause.type == "with_clause":
            for item in clause.named_children:
                value = item.child_by_field_name("value")
                if value is not None and value.type == "as_pattern":
                    _as_pattern(state, value)
                else:
                    expressions.evaluate(state, value)
    execute_block(state, node.child_by_field_name("body"))


def _as_pattern(state: State, node: Node) -> None:
    children = node.named_children
    value = expressions.evaluate(state, children[0]) if children else None
    alias = node.child_by_field_name("alias")
    binding.bind_target(state, alias, value)


def _delete(state: State, node: Node) -> None:
    for child in node.named_children:
        targets = child.named_children if child.type == "expression_list" else [child]
        for target in targets:
            if target.type == "identifier":
                state.bind(state.text(target), None)
            else:
                expressions.evaluate(state, target)


def _global(state: State, node: Node) -> None:
    state.scope.globals.update(state.text(child) for child in node.named_children)


def _decorated(state: State, node: Node) -> None:
    for child in node.named_children:
        if child.type == "decorator":
            for inner in child.named_children:
                expressions.evaluate(state, inner)
    definition = node.child_by_field_name("definition")
    if definition is not None:
        execute(state, definition)


Handler = Callable[[State, Node], None]

_HANDLERS: dict[str, Handler] = {
    "expression_statement": _expression_statement,
    "return_statement": _return,
    "if_statement": lambda state, node: branches.if_statement(state, node),
    "for_statement": lambda state, node: branches.for_statement(state, node),
    "while_statement": lambda state, node: branches.while_statement(state, node),
    "try_statement": lambda state, node: branches.try_statement(state, node),
    "with_statement": _with,
    "delete_statement": _delete,
    "global_statement": _global,
    "decorated_definition": _decorated,
    "function_definition": lambda state, node: functions.function_definition(state, node),
    "class_definition": lambda state, node: functions.class_definition(state, node),
    "import_statement": binding.import_statement,
    "import_from_statement": binding.import_from_statement,
    "match_statement": lambda state, node: branches.match_statement(state, node),
    "assert_statement": lambda state, node: _generic(state, node),
    "raise_statement": lambda state, node: _generic(state, node),
}
