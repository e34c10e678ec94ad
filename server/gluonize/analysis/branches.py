"""Branches and loops: several ways through the code, joined where they meet."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from gluonize.analysis import attributes, binding, expressions, functions, statements
from gluonize.analysis.state import Facts, State
from gluonize.analysis.types import TENSOR, iterated, join, layer_class


def _names(state: State) -> Facts:
    return dict(state.scope.names)


def _merge(state: State, other: Facts) -> None:
    """Join the current scope's names with those of another path through the code."""
    names = state.scope.names
    for key, value in other.items():
        names[key] = join(names[key], value) if key in names else value


def if_statement(state: State, node: Node) -> None:
    """Both ways through an if, joined."""
    expressions.evaluate(state, node.child_by_field_name("condition"))
    before = _names(state)
    _narrow(state, node.child_by_field_name("condition"))
    statements.execute_block(state, node.child_by_field_name("consequence"))
    results = [state.scope.names]
    complete = False
    for alternative in node.children_by_field_name("alternative"):
        state.scope.names = dict(before)
        if alternative.type == "elif_clause":
            expressions.evaluate(state, alternative.child_by_field_name("condition"))
            statements.execute_block(state, alternative.child_by_field_name("consequence"))
        else:
            complete = True
            statements.execute_block(state, alternative.child_by_field_name("body"))
        results.append(state.scope.names)
    state.scope.names = results[0] if complete else before
    for other in results[1:] if complete else results:
        _merge(state, other)
    if not node.children_by_field_name("alternative"):
        _default_layer(state, node.child_by_field_name("condition"), results[0])


def _default_layer(state: State, condition: Node | None, bound: Facts) -> None:
    """`if norm is None: norm = nn.BatchNorm2d`: what else is given there is a class of layers, too."""
    if condition is None or condition.type != "comparison_operator" or len(condition.children) != 3:
        return
    name, operator, value = condition.children
    if name.type == "identifier" and operator.type == "is" and value.type == "none":
        text = state.text(name)
        layer = layer_class(bound.get(("", text)))
        if layer is not None and state.scope.names.get(("", text)) is None:
            state.bind(text, layer)


def _narrow(state: State, condition: Node | None) -> None:
    """`isinstance(x, np.ndarray)`, `torch.is_tensor(x)` and the like: inside, `x` is what the test says."""
    if condition is None or condition.type != "call":
        return
    function, arguments = condition.child_by_field_name("function"), condition.child_by_field_name("arguments")
    if function is None or arguments is None:
        return
    values = arguments.named_children
    if state.text(function) == "torch.is_tensor" and len(values) == 1 and values[0].type == "identifier":
        state.bind(state.text(values[0]), TENSOR)
    if state.text(function) != "isinstance":
        return
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


def for_statement(state: State, node: Node) -> None:
    """A loop over the elements of its iterable."""
    items = iterated(expressions.evaluate(state, node.child_by_field_name("right")))

    def body() -> None:
        binding.bind_target(state, node.child_by_field_name("left"), items)
        statements.execute_block(state, node.child_by_field_name("body"))

    before = _names(state)
    if not state.silent:
        _trial(state, body)
    body()
    _merge(state, before)
    _alternatives(state, node)


def while_statement(state: State, node: Node) -> None:
    """A loop under a condition."""

    def body() -> None:
        expressions.evaluate(state, node.child_by_field_name("condition"))
        statements.execute_block(state, node.child_by_field_name("body"))

    before = _names(state)
    if not state.silent:
        _trial(state, body)
    body()
    _merge(state, before)
    _alternatives(state, node)


def _alternatives(state: State, node: Node) -> None:
    for alternative in node.children_by_field_name("alternative"):
        statements.execute_block(state, alternative.child_by_field_name("body"))


def try_statement(state: State, node: Node) -> None:
    """The way without an exception; handlers fill in what it does not bind."""
    before = _names(state)
    statements.execute_block(state, node.child_by_field_name("body"))
    completed = state.scope.names
    for clause in node.named_children:
        if clause.type in {"except_clause", "except_group_clause"}:
            state.scope.names = dict(before)
            statements.clause(state, clause)
            failed, state.scope.names = state.scope.names, completed
            _merge_fallback(state, failed)
        elif clause.type in {"finally_clause", "else_clause"}:
            statements.clause(state, clause)


def _merge_fallback(state: State, failed: Facts) -> None:
    """After try/except: what succeeded counts; a fallback only fills in names that the try did not bind."""
    for key, value in failed.items():
        state.scope.names.setdefault(key, value)


def match_statement(state: State, node: Node) -> None:
    """All cases, joined."""
    expressions.evaluate(state, node.child_by_field_name("subject"))
    before = _names(state)
    for block in node.named_children:
        for case in block.named_children if block.type == "block" else ():
            state.scope.names = dict(before)
            statements.execute_block(state, case.child_by_field_name("consequence"))
            before_case, state.scope.names = before, state.scope.names
            _merge(state, before_case)
