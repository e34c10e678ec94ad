"""Plain Python: builtin functions, and methods of containers, strings and numbers."""

from __future__ import annotations

from tree_sitter import Node

from gluonize.analysis import operators
from gluonize.analysis.state import State
from gluonize.analysis.types import FLOAT, FOREIGN, INT, STR, TENSOR, Type, assigned, bases, element, iterated, obj

_FLOATING = frozenset(
    {"math.log", "math.log2", "math.log10", "math.exp", "math.sqrt", "math.pow", "math.sin", "math.cos"}
)
_WHOLE = frozenset({"math.floor", "math.ceil", "math.comb", "math.factorial", "math.gcd", "math.isqrt", "math.trunc"})

NAMED_TUPLE = Type("foreign", "namedtuple")
"""A class that `namedtuple` makes."""


def number_wanted(state: State, node: Node, types: tuple[Type | None, ...]) -> None:
    """`float(loss)`, `"{:.2f}".format(loss)`: plain numbers are wanted."""
    arguments = node.child_by_field_name("arguments")
    children = [child for child in arguments.named_children if child.type != "comment"] if arguments else []
    for child, kind in zip(children, types, strict=False):
        value = child.child_by_field_name("value") if child.type == "keyword_argument" else child
        if value is not None and child.type not in {"list_splat", "dictionary_splat"}:
            operators.number_wanted(state, value, kind)


def container_method(name: str, receiver: Type | None) -> Type | None:
    """What a method of a list, a tuple or a dictionary gives."""
    if name in {"pop", "get", "setdefault"}:
        return element(receiver)
    if name == "values":
        return Type("seq", items=(element(receiver),))
    if name == "items":
        return Type("seq", items=(Type("tuple", items=(None, element(receiver))),))
    return receiver if name == "copy" else None


def plain_method(name: str, receiver: Type) -> Type | None:
    """What a method of a string or a number gives."""
    if receiver.name == "str":
        return Type("seq", items=(STR,)) if name in {"split", "rsplit", "splitlines"} else STR
    return None


def builtin(state: State, name: str, types: tuple[Type | None, ...]) -> Type | None:
    """What a builtin function gives."""
    first = types[0] if types else None
    if name in {"len", "int", "round", "ord", "id", "hash"}:
        return INT
    if name in {"str", "repr", "input", "chr", "format"}:
        return STR
    if name == "float":
        return FLOAT
    if name in {"list", "tuple", "reversed", "sorted", "iter", "set"}:
        return Type("seq", items=(iterated(first),))
    if name == "dict":
        return Type("seq", "dict", (element(Type("tuple", items=types)),))
    if name == "map" and first is not None and first.kind == "lambda":
        return Type("seq", items=first.items)
    if name == "filter" and len(types) > 1:
        return Type("seq", items=(element(types[1]),))
    if name == "next":
        return iterated(first)
    if name == "range":
        return obj("range")
    if name == "enumerate":
        return Type("seq", items=(Type("tuple", items=(INT, iterated(first))),))
    if name == "zip":
        return Type("seq", items=(Type("tuple", items=tuple(iterated(kind) for kind in types)),))
    if name in {"sum", "max", "min", "abs"}:
        return _reduced(name, first)
    return None


def _reduced(name: str, first: Type | None) -> Type | None:
    value = first if name == "abs" else iterated(first)
    if value is not None and value.kind == "obj" and "torch.Tensor" in bases(value.name):
        return TENSOR
    return value


def foreign(function: str, types: tuple[Type | None, ...]) -> Type | None:
    """What a function of another library gives: `math`'s numbers, `partial` what it is given, `chain` all items."""
    if function in {"partial", "functools.partial"} and types and types[0] is not None and types[0] != FOREIGN:
        return assigned(types[0])
    if function in {"chain", "itertools.chain"} and types:
        return Type("seq", items=(element(Type("tuple", items=tuple(iterated(kind) for kind in types))),))
    if function in {"namedtuple", "collections.namedtuple"}:
        return NAMED_TUPLE
    if function in _WHOLE:
        return INT
    return FLOAT if function in _FLOATING else FOREIGN
