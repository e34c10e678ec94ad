"""Types of expressions, and the PyTorch uses in them."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from gluonize.analysis import attributes, binding, calls, classes, functions, operators, subscripts
from gluonize.analysis.state import Scope, State
from gluonize.analysis.types import (
    BOOL,
    FLOAT,
    INT,
    NONE,
    PARAMETER,
    STR,
    Type,
    element,
    is_module_class,
    iterated,
    parameter_group,
)

_READING = frozenset({"binary_operator", "unary_operator", "argument_list", "keyword_argument"})
"""Where a parameter may be read as a tensor."""
_ARITHMETIC_OBJECTS = {"torch.Tensor", "torch.nn.Parameter", "torch.autograd.Variable"}


def evaluate(state: State, node: Node | None) -> Type | None:
    """The type of an expression (None: unknown); its uses are recorded on the way. Never raises on odd code."""
    if node is None:
        return None
    handler = _HANDLERS.get(node.type)
    if handler is not None:
        return handler(state, node)
    for child in node.named_children:
        evaluate(state, child)
    return None


def _identifier(state: State, node: Node) -> Type | None:
    found, value = state.lookup(state.text(node))
    if not found:
        return None
    if value is not None and value.kind == "ref":
        state.emit(value.name, "attribute", node, node)
    read_parameter(state, node, value)
    return value


def read_parameter(state: State, node: Node, value: Type | None) -> None:
    """Record that a parameter is read where a tensor is wanted."""
    if value == PARAMETER and node.parent is not None and node.parent.type in _READING:
        state.emit(PARAMETER.name, "parameter", node, node, result=PARAMETER.name)


def _tuple(state: State, node: Node) -> Type | None:
    children = [child for child in node.named_children if child.type != "comment"]
    kinds = tuple(evaluate(state, child) for child in children)
    if any(child.type == "list_splat" for child in children):
        return Type("seq", "tuple", (element(Type("tuple", items=kinds)),))
    return Type("tuple", items=kinds)


def _list(state: State, node: Node) -> Type | None:
    kinds = tuple(evaluate(state, child) for child in node.named_children if child.type != "comment")
    return Type("seq", items=(element(Type("tuple", items=kinds)),)) if kinds else Type("seq", items=(NONE,))


def _splat(state: State, node: Node) -> Type | None:
    kinds = [evaluate(state, child) for child in node.named_children]
    return element(kinds[0]) if kinds else None


def _dictionary(state: State, node: Node) -> Type | None:
    values: list[Type | None] = []
    for pair in node.named_children:
        if pair.type == "pair":
            evaluate(state, pair.child_by_field_name("key"))
            values.append(evaluate(state, pair.child_by_field_name("value")))
        elif pair.type != "comment":
            evaluate(state, pair)
            values.append(None)
    settings = _settings(state, node, values)
    if settings is not None:
        return parameter_group(settings)
    return Type("seq", "dict", (element(Type("tuple", items=tuple(values))) if values else NONE,))


def _settings(state: State, node: Node, values: list[Type | None]) -> frozenset[str] | None:
    """The settings of a group of an optimizer's parameters: `{"params": net.parameters(), "lr": 0.1}`."""
    keys = [pair.child_by_field_name("key") for pair in node.named_children if pair.type != "comment"]
    names = [state.text(key).strip("'\"") if key is not None and key.type == "string" else "" for key in keys]
    if "params" not in names or "" in names:
        return None
    given = values[names.index("params")]
    return frozenset(names) - {"params"} if PARAMETER in (given, element(given)) else None


def _string(state: State, node: Node) -> Type | None:
    for child in node.named_children:
        if child.type in {"interpolation", "string"}:
            _string(state, child) if child.type == "string" else _interpolation(state, child)
    return STR


def _interpolation(state: State, node: Node) -> None:
    specified = any(child.type == "format_specifier" for child in node.named_children)
    for child in node.named_children:
        if child.type == "format_specifier":
            for inner in child.named_children:
                evaluate(state, inner)
        elif child.type != "type_conversion":
            kind = evaluate(state, child)
            if specified:
                operators.number_wanted(state, child, kind)


def _named(state: State, node: Node) -> Type | None:
    value = evaluate(state, node.child_by_field_name("value"))
    name = node.child_by_field_name("name")
    if name is not None:
        state.bind(state.text(name), value)
    return value


def _lambda(state: State, node: Node) -> Type | None:
    """A function that is known by its text, unless what it is called with is known by its place."""
    parameters = node.child_by_field_name("parameters")
    known = state.called_with.get(state.span(node))
    path = f"{state.scope.path}.<{state.text(node)}>"
    state.scopes.append(Scope(state.scope.path, "lambda"))
    if known is None:
        functions.bind_parameters(state, parameters, path)
    else:
        binding.bind_unknown(state, parameters)
        for parameter in parameters.named_children if parameters is not None else ():
            binding.bind_target(state, parameter, known)  # reduce() gives both of its parameters elements
    result = evaluate(state, node.child_by_field_name("body"))
    state.scopes.pop()
    if known is not None:
        return Type("lambda", items=(result,))
    state.write(("return", path), result)
    return Type("func", path)


def _comprehension(state: State, node: Node) -> Type | None:
    state.scopes.append(Scope(state.scope.path, "comprehension"))
    for clause in node.named_children:
        if clause.type == "for_in_clause":
            items = iterated(evaluate(state, clause.child_by_field_name("right")))
            binding.bind_target(state, clause.child_by_field_name("left"), items)
        elif clause.type == "if_clause":
            for child in clause.named_children:
                evaluate(state, child)
    body = node.child_by_field_name("body")
    if body is not None and body.type == "pair":
        evaluate(state, body.child_by_field_name("key"))
        result = evaluate(state, body.child_by_field_name("value"))
    else:
        result = evaluate(state, body)
    state.scopes.pop()
    return Type("seq", "dict" if node.type == "dictionary_comprehension" else "", (result,))


def _inner(state: State, node: Node) -> Type | None:
    result = None
    for child in node.named_children:
        if child.type != "comment":
            result = evaluate(state, child)
    return result


def module_like(value: Type | None, state: State) -> bool:
    """Whether a value is an nn.Module: of torch, or of a class of the file that derives from one."""
    if value is None:
        return False
    if value.kind == "obj":
        return is_module_class(value.name)
    if value.kind == "inst":
        base = classes.torch_base(state, value.name)
        return base is not None and is_module_class(base)
    if value.kind == "either":
        return all(module_like(item, state) for item in value.items)
    return False


Handler = Callable[[State, Node], "Type | None"]

_HANDLERS: dict[str, Handler] = {
    "identifier": _identifier,
    "attribute": lambda state, node: attributes.value(state, node),
    "call": lambda state, node: calls.call(state, node),
    "binary_operator": lambda state, node: operators.binary(state, node),
    "comparison_operator": lambda state, node: operators.comparison(state, node),
    "boolean_operator": lambda state, node: operators.boolean(state, node),
    "not_operator": lambda state, node: operators.negation(state, node),
    "unary_operator": lambda state, node: operators.unary(state, node),
    "conditional_expression": lambda state, node: operators.conditional(state, node),
    "subscript": lambda state, node: subscripts.subscript(state, node),
    "slice": lambda state, node: subscripts.slice_(state, node),
    "tuple": _tuple,
    "expression_list": _tuple,
    "pattern_list": _tuple,
    "list": _list,
    "set": _list,
    "list_splat": _splat,
    "dictionary_splat": _splat,
    "dictionary": _dictionary,
    "string": _string,
    "concatenated_string": _string,
    "named_expression": _named,
    "lambda": _lambda,
    "list_comprehension": _comprehension,
    "set_comprehension": _comprehension,
    "generator_expression": _comprehension,
    "dictionary_comprehension": _comprehension,
    "parenthesized_expression": _inner,
    "await": _inner,
    "type": _inner,
    "integer": lambda state, node: INT,
    "float": lambda state, node: FLOAT,
    "true": lambda state, node: BOOL,
    "false": lambda state, node: BOOL,
    "none": lambda state, node: NONE,
    "comment": lambda state, node: None,
}
