"""Types of items and slices, and the uses that they are: masks, items of data sets, numbers beside lists."""

from __future__ import annotations

import re

from tree_sitter import Node

from gluonize.analysis import classes, expressions, operators
from gluonize.analysis.state import State
from gluonize.analysis.types import INT, INTEGERS, MASK, TENSOR, Type, element, is_tensor, obj


def subscript(state: State, node: Node) -> Type | None:
    value = node.child_by_field_name("value")
    container = expressions.evaluate(state, value)
    keys = node.children_by_field_name("subscript")
    kinds = [expressions.evaluate(state, item) for item in keys]
    if is_tensor(container) and kinds == [MASK] and value is not None:
        name = "torch.Tensor.__getitem__"
        state.emit(name, "call", node, keys[0], receiver=value, arguments=(operators.operand(state, keys[0], MASK),))
    _masks_among(state, container, keys, kinds)
    if is_tensor(container) and value is not None and _split(keys, kinds):
        state.emit("torch.Tensor.__getitem__", "split keys", node, keys[0], receiver=value)
    if value is not None and _is_dataset_item(state, container, keys, kinds):
        arguments = (operators.operand(state, keys[0], kinds[0]),)
        state.emit("torch.Tensor.__getitem__", "item", node, keys[0], receiver=value, arguments=arguments)
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


def _split(keys: list[Node], kinds: list[Type | None]) -> bool:
    """Whether a slice stands between a number and an index of several numbers: `x[0, 1:, [0, 2]]`."""
    forms = "".join(
        ":" if key.type in {"slice", "ellipsis"} else "n" if kind == INT else "i" if _lists(key, kind) else "?"
        for key, kind in zip(keys, kinds, strict=True)
    )
    return re.search("n.*:.*i|i.*:.*n", forms) is not None


def _lists(key: Node, kind: Type | None) -> bool:
    return key.type == "list" or is_tensor(kind)


def slice_(state: State, node: Node) -> Type | None:
    """`data[i : i + n]`: Python wants whole numbers where tensors may be given."""
    for child in node.named_children:
        if child.type != "comment":
            operators.number_wanted(state, child, expressions.evaluate(state, child))
    return None


def store_item(state: State, node: Node) -> bool:
    """`x[key] = value`, `x[key] += value`; whether `key` is a mask, which MXNet's classic arrays read as numbers."""
    value, keys = node.child_by_field_name("value"), node.children_by_field_name("subscript")
    container = expressions.evaluate(state, value)
    kinds = [expressions.evaluate(state, item) for item in keys]
    if not is_tensor(container) or value is None:
        return False
    masked = kinds == [MASK]
    arguments = (operators.operand(state, keys[0], MASK),) if masked else ()
    kind = "call" if masked else "store"
    state.emit("torch.Tensor.__setitem__", kind, node, keys[0], receiver=value, arguments=arguments, store=True)
    _masks_among(state, container, keys, kinds)
    return masked


def _masks_among(state: State, container: Type | None, keys: list[Node], kinds: list[Type | None]) -> None:
    """`x[:, mask]`: a mask beside other keys."""
    for key, kind in zip(keys, kinds, strict=True):
        if len(keys) > 1 and kind == MASK and is_tensor(container):
            state.emit("torch.Tensor.__getitem__", "mask", key, key, receiver=key)


def _is_dataset_item(state: State, container: Type | None, keys: list[Node], kinds: list[Type | None]) -> bool:
    """Whether a tensor is indexed by one number in the `__getitem__` of a data set."""
    if not is_tensor(container) or len(keys) != 1 or keys[0].type == "slice" or kinds[0] not in {None, INT}:
        return False
    scope = state.scope
    if not scope.path.endswith(".__getitem__") or not scope.owner:
        return False
    return "Dataset" in (classes.torch_base(state, scope.owner) or "")


def _object_item(container: Type, key: Node | None) -> Type | None:
    if is_tensor(container):
        return container if container in {INTEGERS, MASK} else TENSOR
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
