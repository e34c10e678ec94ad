"""Calls that mean more than a function's name says: copies of networks, base classes' constructors, `map` ..."""

from __future__ import annotations

import re

from tree_sitter import Node

from gluonize.analysis import attributes, calls, classes, expressions
from gluonize.analysis.model import Argument
from gluonize.analysis.packages import MODULES
from gluonize.analysis.state import State
from gluonize.analysis.types import (
    CALL_RESULTS,
    PACKED,
    Type,
    describe,
    element,
    is_module_class,
    is_tensor,
    join,
    obj,
    parse_type,
)
from gluonize.catalogue.names import canonical

RECURRENT = "torch.nn.RNNBase"
"""The class of a recurrent layer of which only the run tells the kind."""
_COPIES = frozenset({"copy.deepcopy", "deepcopy"})
_MAPS = frozenset({"map", "filter"})
_SORTS = frozenset({"max", "min", "sort", "sorted"})


def copies(
    state: State, node: Node, function: Node, arguments: tuple[Argument, ...], types: tuple[Type | None, ...]
) -> bool:
    """Whether a call is `copy.deepcopy(x)`; that of a network is a use."""
    if state.text(function) not in _COPIES or not types:
        return False
    if expressions.module_like(types[0], state) or (types[0] is None and _for_container(state, node)):
        state.emit("torch.nn.Module", "copied", node, function, arguments=arguments)
    return True


def copier(state: State, node: Node) -> None:
    """`c = copy.deepcopy`: a use, as networks may be copied by it."""
    if state.text(node) in _COPIES:
        state.emit("torch.nn.Module", "copied", node, node)


_INSIDE = frozenset({"list", "list_comprehension", "generator_expression", "list_splat", "argument_list"})


def _for_container(state: State, node: Node) -> bool:
    """Whether a copy of something unknown goes into an nn.ModuleList or an nn.Sequential."""
    around = node.parent
    while around is not None and around.type in _INSIDE:
        around = around.parent
    function = around.child_by_field_name("function") if around is not None and around.type == "call" else None
    return function is not None and state.text(function).rpartition(".")[2] in {"ModuleList", "Sequential"}


def through_method(state: State, node: Node, function: Node, callee: Type, result: Type | None) -> None:
    """`net.encode(x)`: a method of a network that gives tensors runs the network, too."""
    network = function.child_by_field_name("object")
    if network is None or not callee.items or not expressions.module_like(callee.items[0], state):
        return
    gives = result.items if result is not None and result.kind in {"tuple", "seq"} else (result,)
    if any(is_tensor(item) for item in gives) and state.text(network) != "self":
        state.emit("torch.nn.Module.__call__", "instance-call", node, network, result=describe(result))


def of_base(state: State, node: Node, function: Node, arguments: tuple[Argument, ...]) -> None:
    """What a class asks of its base: `super().__init__(layers)` of an nn.Sequential, `super().train(mode)`."""
    inner = function.child_by_field_name("object") if function.type == "attribute" else None
    name = function.child_by_field_name("attribute")
    called = inner.child_by_field_name("function") if inner is not None and inner.type == "call" else None
    if called is None or name is None or state.text(called) != "super":
        return
    owner = next((scope.owner for scope in reversed(state.scopes) if scope.owner), "")
    base = classes.torch_base(state, owner) if owner else None
    if state.text(name) == "__init__" and arguments and base == "torch.nn.Sequential":
        state.emit("torch.nn.Sequential", "super", node, name, arguments=arguments)
    switch = state.text(name)
    if switch in {"train", "eval"} and base is not None and not _in_own_base(state, owner, switch):
        state.emit(f"torch.nn.Module.{switch}", "call", node, name, receiver=inner, arguments=arguments)


def _in_own_base(state: State, path: str, name: str) -> bool:
    """Whether a class of the file, from which another derives, has a method."""
    base = state.read(("base", path))
    own = [item for item in base.items if item is not None and item.kind == "class"] if base is not None else []
    return any(classes.class_attribute(state, item.name, name)[0] for item in own)


def by_name(state: State, node: Node, name: str, types: tuple[Type | None, ...]) -> Type | None:
    """`getattr(nn, "GELU")`: the member of a module of PyTorch; a use where only the run tells which it is."""
    owner = types[0] if types else None
    if name != "getattr" or owner is None or owner.kind != "ref" or owner.name not in MODULES:
        return None
    arguments = node.child_by_field_name("arguments")
    given = [child for child in arguments.named_children if child.type != "comment"] if arguments is not None else []
    content = [child for child in given[1].named_children if child.type == "string_content"] if len(given) == 2 else []
    if len(content) == 1 and given[1].type == "string" and len(given[1].named_children) == 3:
        member = canonical(f"{owner.name}.{state.text(content[0])}")
        parent = node.parent
        if parent is None or parent.type != "call" or parent.child_by_field_name("function") != node:
            state.emit(member, "attribute", node, node)
        return Type("ref", member) if state.knowledge.entries(member) else None
    state.emit(owner.name, "by name", node, node)
    return Type("alias", RECURRENT) if len(given) == 2 and is_recurrent(state.text(given[1])) else None


def is_recurrent(text: str) -> bool:
    """Whether the name of a member of torch.nn that the run tells is said to be that of a recurrent layer."""
    return re.search("(?i)rnn", text) is not None and "ell" not in text


def of_part(state: State, node: Node, network: Node) -> None:
    """`net.encoder.eval()`: a use, as the other parts of the network keep their mode."""
    owner = network.child_by_field_name("object") if network.type == "attribute" else None
    name = network.child_by_field_name("attribute")
    if owner is None or name is None or state.text(name) == "module":
        return
    state.silent += 1
    whole = attributes.prefix(state, owner)
    state.silent -= 1
    if expressions.module_like(whole, state):
        state.emit("torch.nn.Module", "part", node, name)


def registered(state: State, node: Node, receiver: Type, types: tuple[Type | None, ...]) -> None:
    """`self.register_buffer("mask", tensor)`: the network has an attribute of that name from then on."""
    arguments = node.child_by_field_name("arguments")
    name = next((child for child in arguments.named_children if child.type == "string"), None) if arguments else None
    content = [child for child in name.named_children if child.type == "string_content"] if name is not None else []
    if receiver.kind == "inst" and len(content) == 1 and len(types) > 1:
        state.write(("attr", receiver.name, state.text(content[0])), types[1])


def prepare(state: State, node: Node, function: Node, callee: Type | None) -> None:
    """Tell the lambda of `map(lambda x: ..., items)` or `net.apply(lambda m: ...)` what it is called with."""
    name = state.text(function).rpartition(".")[2]
    arguments = node.child_by_field_name("arguments")
    given = [child for child in arguments.named_children if child.type != "comment"] if arguments is not None else []
    if callee is not None and callee.name == "torch.nn.Module.apply":
        state.called_with.update((state.span(inner), obj("torch.nn.Module")) for inner in given)
        return
    called, items = _lambda_of(state, name, given)
    if name == "sort" and function.type == "attribute":
        items = function.child_by_field_name("object")
    if called is None or items is None or called.type != "lambda":
        return
    state.silent += 1
    state.called_with[state.span(called)] = element(expressions.evaluate(state, items))
    state.silent -= 1


def _lambda_of(state: State, name: str, given: list[Node]) -> tuple[Node | None, Node | None]:
    """What a call of `name` calls for each element, and whose elements these are."""
    if (name == "reduce" and len(given) > 1) or (name in _MAPS and len(given) == 2):
        return given[0], given[1]
    for argument in given if name in _SORTS else ():
        key = argument.child_by_field_name("name") if argument.type == "keyword_argument" else None
        if key is not None and state.text(key) == "key":
            return argument.child_by_field_name("value"), given[0]
    return None, None


def either(
    state: State,
    node: Node,
    function: Node,
    callee: Type,
    arguments: tuple[Argument, ...],
    types: tuple[Type | None, ...],
) -> Type | None:
    """A call of an instance of one of several classes of the file."""
    result: Type | None = None
    for place, item in enumerate(callee.items):
        state.silent += place > 0
        given = calls.instance(state, node, function, item, arguments, types) if item is not None else None
        state.silent -= place > 0
        result = given if place == 0 else join(result, given)
    return result


def of_layer(cls: str, types: tuple[Type | None, ...]) -> Type | None:
    """What calling a layer of PyTorch's class gives: a recurrent one keeps sequences packed."""
    if not is_module_class(cls) or cls in {"torch.nn.ModuleList", "torch.nn.ModuleDict"}:
        return None
    result = parse_type(CALL_RESULTS.get(cls, "torch.Tensor"))
    if result is not None and result.kind == "tuple" and types and types[0] == PACKED:
        return Type("tuple", items=(PACKED, *result.items[1:]))
    return result
