"""Attribute chains: names of PyTorch, members of its objects, attributes of the file's own classes."""

from __future__ import annotations

import re

from tree_sitter import Node

from gluonize.analysis import classes, expressions, special_calls
from gluonize.analysis.arrays import ARRAY, MEMBERS, ONLY_ARRAYS, TYPES
from gluonize.analysis.packages import MODULES
from gluonize.analysis.state import State
from gluonize.analysis.types import FOREIGN, PARAMETER, TENSOR, Type, bases, describe, is_tensor, obj, parse_type
from gluonize.catalogue.names import canonical

_PARAMETERS = re.compile(r"(?:weight|bias)(?:_[ih]h(?:_l\d+(?:_reverse)?)?)?")
"""The parameters of PyTorch's layers that have the same name in all layers, or in all recurrent ones."""


def prefix(state: State, node: Node) -> Type | None:
    """The type of what stands before a dot or a call: a name of PyTorch is then no use of its own."""
    if node.type == "identifier":
        return state.lookup(state.text(node))[1]
    if node.type == "attribute":
        return attribute(state, node, final=False)
    return expressions.evaluate(state, node)


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
    if owner.kind == "either":
        return _of_either(state, node, target, name_node, owner, final, store)
    if owner.kind in {"tuple", "seq"}:
        return _of_container(state, node, owner, name)
    if owner == ARRAY:
        if name not in MEMBERS:
            return _of_object(state, node, target, name_node, TENSOR, final, store)
        return TYPES.get(name, ARRAY)
    if owner.kind == "foreign" and final:
        special_calls.copier(state, node)
    return FOREIGN if owner.kind == "foreign" else None


def value(state: State, node: Node) -> Type | None:
    """The type of `a.b` where its value is taken: a parameter of a module is read as a tensor there."""
    found = attribute(state, node)
    return TENSOR if found == PARAMETER else found


def _of_ref(state: State, node: Node, owner: str, name: str, final: bool, store: bool) -> Type | None:
    full = canonical(f"{owner}.{name}")
    knowledge = state.knowledge
    entries = knowledge.entries(full)
    constant = bool(entries) and entries[0].kind == "attribute"
    if final or (constant and entries[0].returns == "torch.dtype"):  # `torch.int64.itemsize` uses torch.int64, too
        state.emit(full, "attribute", node, node, store=store)
    if full in MODULES:
        return Type("ref", full)
    if constant:
        return parse_type(entries[0].returns) if final or entries[0].returns != "torch.Tensor" else None
    return Type("ref", full)


def _of_object(
    state: State, node: Node, target: Node, name_node: Node, owner: Type, final: bool, store: bool
) -> Type | None:
    name = state.text(name_node)
    full = state.knowledge.member(owner.name, name)
    if full is None:
        if "torch.nn.Module" in bases(owner.name):
            if _PARAMETERS.fullmatch(name) is not None and not store:
                return _parameter(state, node, f"{owner.name}.{name}")
            _setting(state, node, target, name_node, owner, store)
            return None
        if is_tensor(owner):
            return _unknown_member(state, node, target, name_node, owner, final)
        return Type("method", name, (owner,)) if owner.name in {"int", "float", "str", "bool"} else None
    entry = state.knowledge.entries(full)[0]
    if entry.kind != "attribute":
        if final:
            state.emit(full, "attribute", node, name_node, receiver=target)
        return Type("method", full, (owner,))
    result = owner if entry.returns == "same" else parse_type(entry.returns)
    of_parameter(state, target, owner)
    state.emit(full, "attribute", node, name_node, receiver=target, store=store, result=describe(result))
    return result


def of_parameter(state: State, target: Node | None, owner: Type) -> None:
    """A member of a parameter that a name or a call (`next(net.parameters())`) gives: it may be its array's."""
    if owner == PARAMETER and target is not None and target.type in {"identifier", "call"}:
        state.emit(PARAMETER.name, "parameter", target, target, result=PARAMETER.name)


def _setting(state: State, node: Node, target: Node, name_node: Node, owner: Type, store: bool) -> None:
    """A setting of a layer of PyTorch (`conv.stride`) that the catalogue lacks: it must not pass unnoticed."""
    name = state.text(name_node)
    signatures = [entry.signature for entry in state.knowledge.entries(owner.name)]
    if any(signature is not None and name in signature for signature in signatures):
        full = f"{owner.name}.{name}"
        state.emit(full, "attribute", node, name_node, receiver=target, store=store)


def _of_instance(
    state: State, node: Node, target: Node, name_node: Node, owner: Type, final: bool, store: bool
) -> Type | None:
    name = state.text(name_node)
    found, value = classes.class_attribute(state, owner.name, name)
    if found:
        if value is not None and value.kind == "func":
            return Type("func", value.name, (owner,) if owner.kind == "inst" else ())
        if value == obj("torch.nn.Parameter") and not store:
            return _parameter(state, node, "torch.nn.Parameter")
        return value
    torch_base = classes.torch_base(state, owner.name)
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
    result = owner if entry.returns == "same" else parse_type(entry.returns)
    of_parameter(state, target, owner)
    state.emit(full, "attribute", node, name_node, receiver=target, store=store, result=describe(result))
    return result


def _of_either(
    state: State, node: Node, target: Node, name_node: Node, owner: Type, final: bool, store: bool
) -> Type | None:
    """A member of an instance of one of several classes: known where all have it from the same class of PyTorch."""
    found: list[Type | None] = []
    for place, item in enumerate(owner.items):
        state.silent += place > 0
        member = _of_object if item is not None and item.kind == "obj" else _of_instance
        found.append(member(state, node, target, name_node, item, final, store) if item is not None else None)
        state.silent -= place > 0
    switch = next((value for value in found if value is not None and value.name == "torch.nn.Module.train"), None)
    first = switch or found[0]  # a train() of a network's own does what that of nn.Module does, and more
    if switch is not None and all(value is not None and value.kind in {"func", "method"} for value in found):
        return Type("method", switch.name, (owner,))
    if first is not None and first.kind == "method":
        alike = all(other is not None and (other.kind, other.name) == (first.kind, first.name) for other in found)
        return Type("method", first.name, (owner,)) if alike else None
    own = [value for value, item in zip(found, owner.items, strict=True) if value or item is None or item.kind != "obj"]
    return first if all(other == first for other in own) else None


def _unknown_member(state: State, node: Node, target: Node, name_node: Node, owner: Type, final: bool) -> Type | None:
    """A member of a tensor that the catalogue lacks: it must not pass unnoticed; those of strings and of MXNet's arrays
    are of no tensor.
    """
    if hasattr(str, state.text(name_node)):
        return None
    if state.text(name_node) in ONLY_ARRAYS:
        state.forget(target)
        return FOREIGN
    full = f"torch.Tensor.{state.text(name_node)}"
    if final:
        state.emit(full, "attribute", node, name_node, receiver=target)
    return Type("method", full, (owner,))


def _parameter(state: State, node: Node, name: str) -> Type:
    """A parameter that is read: MXNet asks it for its array where a tensor is wanted, and may name it otherwise."""
    state.emit(name, "parameter", node, node, result="torch.nn.Parameter")
    return obj("torch.nn.Parameter")


def _of_container(state: State, node: Node, owner: Type, name: str) -> Type | None:
    place = _FIELDS.get(name)
    if place is not None and owner.kind == "tuple" and place < len(owner.items):
        return owner.items[place]
    return Type("method", f"container.{name}", (owner,))


_FIELDS = {
    **dict.fromkeys(("values", "eigenvalues", "U", "Q", "sign", "P", "solution", "min"), 0),
    **dict.fromkeys(("indices", "eigenvectors", "S", "R", "logabsdet", "max"), 1),
    **dict.fromkeys(("V", "Vh"), 2),
}
"""The places of the fields of PyTorch's named tuples."""
