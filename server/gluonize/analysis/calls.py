"""Calls: of PyTorch's functions, classes, methods and modules, of builtins, and of the file's own functions."""

from __future__ import annotations

from typing import Literal

from tree_sitter import Node

from gluonize.analysis import attributes, classes, dtypes, expressions, passing, plain, special_calls
from gluonize.analysis.arrays import ARRAY
from gluonize.analysis.model import Argument, Span, Use
from gluonize.analysis.packages import MODULES
from gluonize.analysis.passing import handed_on
from gluonize.analysis.state import State
from gluonize.analysis.types import (
    PARAMETER,
    TENSOR,
    TENSORS,
    Type,
    describe,
    element,
    is_tensor,
    obj,
    parse_type,
)

Argued = tuple[tuple[Argument, ...], "tuple[Type | None, ...]"]


def call(state: State, node: Node) -> Type | None:
    """The type of a call; records the use when the callee is PyTorch's."""
    function = node.child_by_field_name("function")
    if function is None:
        return expressions._inner(state, node)
    if function.type == "identifier" and state.text(function) == "super":
        return _super(state, node)
    callee = attributes.prefix(state, function)
    special_calls.prepare(state, node, function, callee)
    arguments, types = _arguments(state, node.child_by_field_name("arguments"))
    special_calls.of_base(state, node, function, arguments)
    if callee is None:
        return _unknown(state, node, function, arguments, types)
    if callee.kind == "ref" and callee.name.startswith("builtins."):
        return plain.builtin(state, callee.name.removeprefix("builtins."), types)
    if callee.kind == "ref":
        return _torch(state, node, function, callee.name, arguments, types)
    if callee.kind == "alias":
        return _alias(state, callee.name, types)
    if callee.kind == "method":
        return _method(state, node, function, callee, arguments, types)
    if callee.kind in {"func", "class"}:
        return _own(state, node, function, callee, arguments, types)
    if callee.kind in {"obj", "inst"}:
        return instance(state, node, function, callee, arguments, types)
    if callee.kind == "either":
        return special_calls.either(state, node, function, callee, arguments, types)
    if callee == ARRAY:
        return ARRAY
    if callee == plain.NAMED_TUPLE and not any(argument.star for argument in arguments):
        return Type("tuple", items=types)
    if callee.kind == "foreign" and function.type == "attribute" and any(map(_names_torch, types)):
        return _unknown(state, node, function, arguments, types)
    if callee.kind == "lambda":
        return callee.items[0]
    if callee.kind == "foreign" and special_calls.copies(state, node, function, arguments, types):
        return types[0]
    return plain.foreign(state.text(function), types) if callee.kind == "foreign" else None


def _arguments(state: State, node: Node | None) -> Argued:
    if node is None:
        return (), ()
    if node.type == "generator_expression":
        value = expressions.evaluate(state, node)
        return (Argument(state.span(node), type="generator", whole=state.span(node)),), (value,)
    found: list[Argument] = []
    types: list[Type | None] = []
    for child in node.named_children:
        if child.type == "comment":
            continue
        value_node, keyword, star = child, None, ""
        if child.type == "keyword_argument":
            name = child.child_by_field_name("name")
            keyword = state.text(name) if name is not None else None
            value_node = child.child_by_field_name("value") or child
        elif child.type in {"list_splat", "dictionary_splat"}:
            star = "*" if child.type == "list_splat" else "**"
            value_node = child.named_children[0] if child.named_children else child
        value = expressions.evaluate(state, value_node)
        found.append(
            Argument(state.span(value_node), keyword, _star(star), describe(value), state.span(child), value_node.type)
        )
        types.append(value)
    return tuple(found), tuple(types)


def _names_torch(value: Type | None) -> bool:
    """Whether a value is one of PyTorch's names, which nothing foreign takes: the receiver was converted before."""
    return value is not None and (value.name == "torch.dtype" or (value.kind == "ref" and value.name not in MODULES))


def _star(text: str) -> Literal["", "*", "**"]:
    return "**" if text == "**" else "*" if text else ""


def _super(state: State, node: Node) -> Type | None:
    _arguments(state, node.child_by_field_name("arguments"))
    owner = next((scope.owner for scope in reversed(state.scopes) if scope.owner), "")
    return Type("method", "super", (Type("inst", owner),)) if owner else None


def _unknown(
    state: State, node: Node, function: Node, arguments: tuple[Argument, ...], types: tuple[Type | None, ...]
) -> Type | None:
    if function.type == "identifier":
        name = state.text(function)
        if state.lookup(name)[0]:
            return None
        if name in {"float", "int", "round"}:
            plain.number_wanted(state, node, types)
        result = special_calls.by_name(state, node, name, types) or plain.builtin(state, name, types)
        expressions.read_parameter(state, node, result)
        return result
    if function.type == "attribute":
        name_node, receiver = function.child_by_field_name("attribute"), function.child_by_field_name("object")
        hint = state.knowledge.hint(state.text(name_node)) if name_node is not None else None
        if hint is not None and name_node is not None:
            state.emit(hint, "call", node, name_node, receiver=receiver, arguments=arguments, sure=False)
    return None


def _torch(
    state: State, node: Node, function: Node, name: str, arguments: tuple[Argument, ...], types: tuple[Type | None, ...]
) -> Type | None:
    knowledge = state.knowledge
    if knowledge.is_class(name):
        result: Type | None = knowledge.class_of(name)
        if result == TENSOR:
            result = TENSORS.get(name.removeprefix("torch.").removeprefix("cuda."), result)
        if result is not None and result.name in {"torch.nn.Sequential"}:
            result = obj("torch.nn.Sequential")
    else:
        text = _text(state)
        result = parse_type(knowledge.returns_of(_written(name, None, arguments), text))
        result = dtypes.of_data(
            name, dtypes.refined(name, result, types[0] if types else None, arguments, text), arguments, types
        )
        owner, _, short = name.rpartition(".")
        if result is None and owner.rpartition(".")[2][:1].isupper() and types and short != "":
            result = _unbound_method(state, owner, short, types)
    result = handed_on(state, name, arguments, types, result)
    state.emit(name, "call", node, function, arguments=arguments, result=describe(result))
    if name.startswith("torch.optim.") and _takes_tensors(arguments, types):
        state.emit("torch.Tensor", "arrays", node, function, arguments=arguments[:1])
    return result


def _takes_tensors(arguments: tuple[Argument, ...], types: tuple[Type | None, ...]) -> bool:
    """Whether an optimizer is given plain tensors."""
    given = element(types[0]) if types and arguments[0].keyword in {None, "params"} else None
    return is_tensor(given) and given != obj("torch.nn.Parameter")


def _written(name: str, receiver: Span | None, arguments: tuple[Argument, ...]) -> Use:
    """A call as it is written, to choose the overload by."""
    return Use(name, "call", Span(0, 0), Span(0, 0), receiver, arguments)


def _text(state: State) -> bytes:
    """The unit's text, to which the spans of its uses refer."""
    return state.source[state.start - state.base :]


def _alias(state: State, name: str, types: tuple[Type | None, ...]) -> Type | None:
    """A call through an assigned name: its type is known, but the name may come to mean something else."""
    if state.knowledge.is_class(name):
        return state.knowledge.class_of(name)
    return parse_type(state.knowledge.returns(name, len(types)))


def _unbound_method(state: State, owner: str, short: str, types: tuple[Type | None, ...]) -> Type | None:
    full = state.knowledge.member(owner, short)
    return parse_type(state.knowledge.returns(full, len(types) - 1)) if full else None


def _method(
    state: State,
    node: Node,
    function: Node,
    callee: Type,
    arguments: tuple[Argument, ...],
    types: tuple[Type | None, ...],
) -> Type | None:
    receiver = callee.items[0]
    if callee.name.startswith("container.") or receiver is None:
        return plain.container_method(callee.name.removeprefix("container."), receiver)
    if "." not in callee.name:
        if callee.name == "format":
            plain.number_wanted(state, node, types)
        return plain.plain_method(callee.name, receiver)
    target_node = function.child_by_field_name("object")
    use = _written(callee.name, None if target_node is None else state.span(target_node), arguments)
    text = _text(state)
    returns = state.knowledge.returns_of(use, text)
    attributes.of_parameter(state, target_node, receiver)
    result = (TENSOR if receiver == PARAMETER else receiver) if returns == "same" else parse_type(returns)
    result = dtypes.refined(callee.name, result, receiver, arguments, text)
    if result is not None and result.name == "torch.nn.Module" and receiver.kind in {"obj", "inst", "either"}:
        result = receiver
    result = passing.called_back(state, callee.name, types) or result
    if callee.name in {"torch.nn.Module.train", "torch.nn.Module.eval"} and target_node is not None:
        special_calls.of_part(state, node, target_node)
    if callee.name == "torch.nn.Module.register_buffer":
        special_calls.registered(state, node, receiver, types)
    target, name_node = function.child_by_field_name("object"), function.child_by_field_name("attribute")
    state.emit(
        callee.name,
        "call",
        node,
        name_node or function,
        receiver=target,
        arguments=arguments,
        result=describe(result),
        receiver_type=describe(receiver),
    )
    return result


def _own(
    state: State,
    node: Node,
    function: Node,
    callee: Type,
    arguments: tuple[Argument, ...],
    types: tuple[Type | None, ...],
) -> Type | None:
    if callee.kind == "func":
        _record_parameters(state, callee.name, arguments, types)
        result = state.read(("return", callee.name))
        if expressions.module_like(result, state) and (result,) != callee.items:
            state.emit("torch.nn.Module", "instantiate", node, function, arguments=arguments, result=callee.name)
        special_calls.through_method(state, node, function, callee, result)
        return result
    found, init = classes.class_attribute(state, callee.name, "__init__")
    if found and init is not None and init.kind == "func":
        _record_parameters(state, init.name, arguments, types)
    base = classes.torch_base(state, callee.name)
    if base is not None:
        state.emit(base, "instantiate", node, function, arguments=arguments, result=callee.name)
    return Type("inst", callee.name)


def _record_parameters(
    state: State, path: str, arguments: tuple[Argument, ...], types: tuple[Type | None, ...]
) -> None:
    position = 0
    for argument, kind in zip(arguments, types, strict=True):
        if argument.star:
            return
        if argument.keyword is not None:
            state.write(("param", path, argument.keyword), kind)
        else:
            state.write(("param", path, str(position)), kind)
            position += 1


def instance(
    state: State,
    node: Node,
    function: Node,
    callee: Type,
    arguments: tuple[Argument, ...],
    types: tuple[Type | None, ...],
) -> Type | None:
    """The type of a call of an object: of a network, or of an instance of a class of the file."""
    if is_tensor(callee):
        return None  # `parameter.data()` of a converted text: PyTorch's tensors are not called
    if callee.kind == "obj":
        cls = callee.name
        result = special_calls.of_layer(cls, types)
    else:
        found, value = classes.class_attribute(state, callee.name, "forward")
        cls = classes.torch_base(state, callee.name) or ""
        if not found or value is None or value.kind != "func":
            found, value = classes.class_attribute(state, callee.name, "__call__")
        # A network without a forward of its own has one in the classes that derive from it.
        result = TENSOR if not found and cls == "torch.nn.Module" else None
        if found and value is not None and value.kind == "func":
            _record_parameters(state, value.name, arguments, types)
            result = state.read(("return", value.name))
    if cls:
        state.emit(f"{cls}.__call__", "instance-call", node, function, arguments=arguments, result=describe(result))
    return result
