"""Types of expressions, and the PyTorch uses in them."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from gluonize.analysis import binding, calls
from gluonize.analysis.state import Scope, State
from gluonize.analysis.types import (
    BOOL,
    FLOAT,
    FOREIGN,
    INT,
    MODULES,
    NONE,
    STR,
    TENSOR,
    Type,
    bases,
    canonical,
    describe,
    element,
    is_module_class,
    join,
    obj,
    parse_type,
)

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
    return value


def prefix(state: State, node: Node) -> Type | None:
    """The type of what stands before a dot or a call: a name of PyTorch is then no use of its own."""
    if node.type == "identifier":
        return state.lookup(state.text(node))[1]
    if node.type == "attribute":
        return attribute(state, node, final=False)
    return evaluate(state, node)


def attribute(state: State, node: Node, *, final: bool = True, store: bool = False) -> Type | None:
    """The type of `a.b`; records a use when it is `final`, that is, no part of a longer chain and not called."""
    target, name_node = node.child_by_field_name("object"), node.child_by_field_name("attribute")
    if target is None or name_node is None:
        return None
    owner, name = prefix(state, target), state.text(name_node)
    if owner is None:
        owner = state.learned.get(state.span(target))
    if owner is None:
        return None
    if owner.kind == "module":
        return state.read(("global", f"{owner.name}:{name}"))
    if owner.kind == "ref":
        return _of_ref(state, node, owner.name, name, final, store)
    if owner.kind == "obj":
        return _of_object(state, node, target, name_node, owner, final, store)
    if owner.kind in {"inst", "class"}:
        return _of_instance(state, node, target, name_node, owner, final, store)
    if owner.kind in {"tuple", "seq"}:
        return _of_container(state, node, owner, name)
    return FOREIGN if owner.kind == "foreign" else None


def _of_ref(state: State, node: Node, owner: str, name: str, final: bool, store: bool) -> Type | None:
    full = canonical(f"{owner}.{name}")
    knowledge = state.knowledge
    if final:
        state.emit(full, "attribute", node, node, store=store)
    if full in MODULES:
        return Type("ref", full)
    entries = knowledge.entries(full)
    if entries and entries[0].kind == "attribute":
        return parse_type(entries[0].returns) if final or entries[0].returns != "torch.Tensor" else None
    return Type("ref", full)


def _of_object(
    state: State, node: Node, target: Node, name_node: Node, owner: Type, final: bool, store: bool
) -> Type | None:
    name = state.text(name_node)
    full = state.knowledge.member(owner.name, name)
    if full is None:
        if "torch.nn.Module" in bases(owner.name):
            return obj("torch.nn.Parameter") if name in {"weight", "bias"} else None
        return Type("method", name, (owner,)) if owner.name in {"int", "float", "str", "bool"} else None
    entry = state.knowledge.entries(full)[0]
    if entry.kind != "attribute":
        if final:
            state.emit(full, "attribute", node, name_node, receiver=target)
        return Type("method", full, (owner,))
    result = owner if entry.returns == "same" else parse_type(entry.returns)
    state.emit(full, "attribute", node, name_node, receiver=target, store=store, result=describe(result))
    return result


def _of_instance(
    state: State, node: Node, target: Node, name_node: Node, owner: Type, final: bool, store: bool
) -> Type | None:
    name = state.text(name_node)
    found, value = calls.class_attribute(state, owner.name, name)
    if found:
        if value is not None and value.kind == "func":
            return Type("func", value.name, (owner,) if owner.kind == "inst" else ())
        return value
    torch_base = calls.torch_base(state, owner.name)
    if torch_base is None:
        return None
    full = state.knowledge.member(torch_base, name)
    if full is None:
        return None
    entry = state.knowledge.entries(full)[0]
    if entry.kind != "attribute":
        if final:
            state.emit(full, "attribute", node, name_node, receiver=target)
        return Type("method", full, (owner,))
    result = parse_type(entry.returns)
    state.emit(full, "attribute", node, name_node, receiver=target, store=store, result=describe(result))
    return result


def _of_container(state: State, node: Node, owner: Type, name: str) -> Type | None:
    if name == "values" and owner.kind == "tuple":
        return owner.items[0] if owner.items else None
    if name == "indices" and len(owner.items) > 1:
        return owner.items[1]
    return Type("method", f"container.{name}", (owner,))


def _binary(state: State, node: Node) -> Type | None:
    left = evaluate(state, node.child_by_field_name("left"))
    right = evaluate(state, node.child_by_field_name("right"))
    operator = node.child_by_field_name("operator")
    return arithmetic(left, right, operator.type if operator else "")


def arithmetic(left: Type | None, right: Type | None, operator: str) -> Type | None:
    """The type of `left operator right`."""
    for side in (left, right):
        if side is not None and side.kind == "obj" and side.name in _ARITHMETIC_OBJECTS:
            return TENSOR
    if left == STR:
        return STR
    if left is None or right is None:
        return None
    if left.kind == "foreign" or right.kind == "foreign":
        return FOREIGN
    if left.kind in {"tuple", "seq"} and operator in {"+", "*"}:
        return _concatenated(left, right, operator)
    if left.name in {"int", "bool"} and right.name in {"int", "bool"}:
        return FLOAT if operator == "/" else INT
    if {left.name, right.name} <= {"int", "float", "bool"}:
        return FLOAT
    return None


def _concatenated(left: Type, right: Type, operator: str) -> Type | None:
    if operator == "*":
        return Type("seq", items=(element(left),))
    if left.kind == right.kind == "tuple":
        return Type("tuple", items=left.items + right.items)
    return join(Type("seq", items=(element(left),)), right)


def _comparison(state: State, node: Node) -> Type | None:
    kinds = [evaluate(state, child) for child in node.named_children]
    words = {child.type for child in node.children if not child.is_named}
    if words & {"in", "is", "not in", "is not", "not"}:
        return BOOL
    for kind in kinds:
        if kind is not None and kind.kind == "obj" and kind.name in _ARITHMETIC_OBJECTS:
            return TENSOR
    return None if None in kinds else BOOL


def _boolean(state: State, node: Node) -> Type | None:
    left = evaluate(state, node.child_by_field_name("left"))
    return join(left, evaluate(state, node.child_by_field_name("right")))


def _not(state: State, node: Node) -> Type | None:
    evaluate(state, node.child_by_field_name("argument"))
    return BOOL


def _unary(state: State, node: Node) -> Type | None:
    return evaluate(state, node.child_by_field_name("argument"))


def _conditional(state: State, node: Node) -> Type | None:
    parts = node.named_children
    if len(parts) != 3:
        return None
    first = evaluate(state, parts[0])
    evaluate(state, parts[1])
    return join(first, evaluate(state, parts[2]))


def _subscript(state: State, node: Node) -> Type | None:
    value = node.child_by_field_name("value")
    container = evaluate(state, value)
    keys = node.children_by_field_name("subscript")
    for item in keys:
        evaluate(state, item)
    if container is None or container.kind == "foreign":
        return container
    key = keys[0] if len(keys) == 1 else None
    if container.kind == "obj":
        return _object_item(container, key)
    if key is not None and key.type == "slice":
        return Type("seq", items=(element(container),))
    if container.kind == "tuple" and key is not None and key.type in {"integer", "unary_operator"}:
        index = _integer(state.text(key))
        if index is not None and -len(container.items) <= index < len(container.items):
            return container.items[index]
    return element(container)


def _object_item(container: Type, key: Node | None) -> Type | None:
    if "torch.Tensor" in bases(container.name):
        return TENSOR
    if key is not None and key.type == "slice" and container.name in {"torch.nn.Sequential", "torch.nn.ModuleList"}:
        return container
    if container.name == "torch.Size" and key is not None and key.type == "slice":
        return container
    if container.name == "torch.nn.ModuleDict":
        return obj("torch.nn.Module")
    return element(container)


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _tuple(state: State, node: Node) -> Type | None:
    children = [child for child in node.named_children if child.type != "comment"]
    kinds = tuple(evaluate(state, child) for child in children)
    if any(child.type == "list_splat" for child in children):
        return Type("seq", items=(element(Type("tuple", items=kinds)),))
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
        else:
            evaluate(state, pair)
            values.append(None)
    return Type("seq", "dict", (element(Type("tuple", items=tuple(values))),))


def _string(state: State, node: Node) -> Type | None:
    for child in node.named_children:
        if child.type in {"interpolation", "string"}:
            _string(state, child) if child.type == "string" else _interpolation(state, child)
    return STR


def _interpolation(state: State, node: Node) -> None:
    for child in node.named_children:
        if child.type == "format_specifier":
            for inner in child.named_children:
                evaluate(state, inner)
        elif child.type != "type_conversion":
            evaluate(state, child)


def _named(state: State, node: Node) -> Type | None:
    value = evaluate(state, node.child_by_field_name("value"))
    name = node.child_by_field_name("name")
    if name is not None:
        state.bind(state.text(name), value)
    return value


def _lambda(state: State, node: Node) -> Type | None:
    state.scopes.append(Scope(state.scope.path, "lambda"))
    binding.bind_unknown(state, node.child_by_field_name("parameters"))
    evaluate(state, node.child_by_field_name("body"))
    state.scopes.pop()
    return None


def _comprehension(state: State, node: Node) -> Type | None:
    state.scopes.append(Scope(state.scope.path, "comprehension"))
    for clause in node.named_children:
        if clause.type == "for_in_clause":
            items = element(evaluate(state, clause.child_by_field_name("right")))
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
        base = calls.torch_base(state, value.name)
        return base is not None and is_module_class(base)
    return False


Handler = Callable[[State, Node], "Type | None"]

_HANDLERS: dict[str, Handler] = {
    "identifier": _identifier,
    "attribute": attribute,
    "call": lambda state, node: calls.call(state, node),
    "binary_operator": _binary,
    "comparison_operator": _comparison,
    "boolean_operator": _boolean,
    "not_operator": _not,
    "unary_operator": _unary,
    "conditional_expression": _conditional,
    "subscript": _subscript,
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
