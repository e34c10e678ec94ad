"""Statements: control flow over the names that are bound at each point."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from gluonize.analysis import attributes, binding, expressions, functions, operators
from gluonize.analysis.state import Facts, State
from gluonize.analysis.types import Type, element, join


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
        binding.bind_target(state, target, Type("seq", container.name, (join(container.items[0], item),)))
    state.silent -= 1


def _assignment(state: State, node: Node) -> Type | None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    declared = functions.annotated(state, node.child_by_field_name("type"))
    if right is not None and right.type == "assignment":
        value = _assignment(state, right)
    else:
        value = expressions.evaluate(state, right)
    if declared is not None and (value is None or right is None or value.kind != "inst"):
        value = declared
    if right is not None or declared is not None:
        binding.bind_target(state, left, value)
    return value


def _augmented(state: State, node: Node) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None:
        return
    before = expressions.evaluate(state, left)
    value = expressions.evaluate(state, right)
    if left.type == "identifier":
        operator = node.child_by_field_name("operator")
        text = operator.type.rstrip("=") if operator is not None else ""
        binding.bind_target(state, left, operators.arithmetic(before, value, text))


def _return(state: State, node: Node) -> None:
    values = [expressions.evaluate(state, child) for child in node.named_children if child.type != "comment"]
    function = next((scope for scope in reversed(state.scopes) if scope.kind == "function"), None)
    if function is not None and values:
        state.write(("return", function.path), values[0])


def _names(state: State) -> Facts:
    return dict(state.scope.names)


def _merge(state: State, other: Facts) -> None:
    """Join the current scope's names with those of another path through the code."""
    names = state.scope.names
    for key, value in other.items():
        names[key] = join(names[key], value) if key in names else value


def _if(state: State, node: Node) -> None:
    expressions.evaluate(state, node.child_by_field_name("condition"))
    before = _names(state)
    _narrow(state, node.child_by_field_name("condition"))
    execute_block(state, node.child_by_field_name("consequence"))
    results = [state.scope.names]
    complete = False
    for alternative in node.children_by_field_name("alternative"):
        state.scope.names = dict(before)
        if alternative.type == "elif_clause":
            expressions.evaluate(state, alternative.child_by_field_name("condition"))
            execute_block(state, alternative.child_by_field_name("consequence"))
        else:
            complete = True
            execute_block(state, alternative.child_by_field_name("body"))
        results.append(state.scope.names)
    state.scope.names = results[0] if complete else before
    for other in results[1:] if complete else results:
        _merge(state, other)


def _narrow(state: State, condition: Node | None) -> None:
    """`isinstance(x, np.ndarray)` and the like: inside, `x` is what the test says."""
    if condition is None or condition.type != "call":
        return
    function, arguments = condition.child_by_field_name("function"), condition.child_by_field_name("arguments")
    if function is None or arguments is None or state.text(function) != "isinstance":
        return
    values = arguments.named_children
    if len(values) != 2 or values[0].type != "identifier":
        return
    state.silent += 1
    value = functions.annotated(state, values[1]) if values[1].type in {"identifier", "attribute"} else None
    kind = attributes.prefix(state, values[1]) if value is None else value
    state.silent -= 1
    if kind is not None and kind.kind in {"obj", "inst", "foreign"}:
        state.bind(state.text(values[0]), kind)


def _trial(state: State, run: Callable[[], None]) -> None:
    """Run a loop's body once unseen, so that what it binds at its end is known at its start."""
    before = _names(state)
    state.silent += 1
    waiting, state.deferred = state.deferred, []
    run()
    state.deferred = waiting
    state.silent -= 1
    _merge(state, before)


def _for(state: State, node: Node) -> None:
    items = element(expressions.evaluate(state, node.child_by_field_name("right")))

    def body() -> None:
        binding.bind_target(state, node.child_by_field_name("left"), items)
        execute_block(state, node.child_by_field_name("body"))

    before = _names(state)
    if not state.silent:
        _trial(state, body)
    body()
    _merge(state, before)
    _alternatives(state, node)


def _while(state: State, node: Node) -> None:
    def body() -> None:
        expressions.evaluate(state, node.child_by_field_name("condition"))
        execute_block(state, node.child_by_field_name("body"))

    before = _names(state)
    if not state.silent:
        _trial(state, body)
    body()
    _merge(state, before)
    _alternatives(state, node)


def _alternatives(state: State, node: Node) -> None:
    for alternative in node.children_by_field_name("alternative"):
        execute_block(state, alternative.child_by_field_name("body"))


def _try(state: State, node: Node) -> None:
    before = _names(state)
    execute_block(state, node.child_by_field_name("body"))
    completed = state.scope.names
    for clause in node.named_children:
        if clause.type in {"except_clause", "except_group_clause"}:
            state.scope.names = dict(before)
            _clause(state, clause)
            failed, state.scope.names = state.scope.names, completed
            _merge_fallback(state, failed)
        elif clause.type in {"finally_clause", "else_clause"}:
            _clause(state, clause)


def _merge_fallback(state: State, failed: Facts) -> None:
    """After try/except: what succeeded counts; a fallback only fills in names that the try did not bind."""
    for key, value in failed.items():
        state.scope.names.setdefault(key, value)


def _clause(state: State, clause: Node) -> None:
    for child in clause.named_children:
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


def _match(state: State, node: Node) -> None:
    expressions.evaluate(state, node.child_by_field_name("subject"))
    before = _names(state)
    for block in node.named_children:
        for case in block.named_children if block.type == "block" else ():
            state.scope.names = dict(before)
            execute_block(state, case.child_by_field_name("consequence"))
            before_case, state.scope.names = before, state.scope.names
            _merge(state, before_case)


Handler = Callable[[State, Node], None]

_HANDLERS: dict[str, Handler] = {
    "expression_statement": _expression_statement,
    "return_statement": _return,
    "if_statement": _if,
    "for_statement": _for,
    "while_statement": _while,
    "try_statement": _try,
    "with_statement": _with,
    "delete_statement": _delete,
    "global_statement": _global,
    "decorated_definition": _decorated,
    "function_definition": lambda state, node: functions.function_definition(state, node),
    "class_definition": lambda state, node: functions.class_definition(state, node),
    "import_statement": binding.import_statement,
    "import_from_statement": binding.import_from_statement,
    "match_statement": _match,
    "assert_statement": lambda state, node: _generic(state, node),
    "raise_statement": lambda state, node: _generic(state, node),
}
