"""The types that the analysis infers, and what is known of PyTorch's own classes."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from gluonize.analysis.packages import MODULES


class Type(NamedTuple):
    """An inferred type.

    kind      name                          items
    ref       qualified torch name          -            the thing itself, as imported: a module, a function, a class
    alias     qualified torch name          -            a function or a class under a name that was assigned
    module    dotted name                   -            another file of the project
    obj       class ("torch.Tensor", "int") -            an instance
    class     path of a class of the file   -
    inst      path of a class of the file   -            an instance of it
    func      path of a function            (receiver,)? the function, bound or not
    method    attribute name                (receiver,)  a bound method of an `obj`
    tuple     -                             the items
    seq       -                             (element,)   anything that yields elements of one type
    either    -                             the types    an instance of one of several classes of the file, or a network
    lambda    -                             (result,)    a function of which only the result is known
    foreign   -                             -            known to be nothing of PyTorch
    """

    kind: Literal[
        "ref",
        "alias",
        "module",
        "obj",
        "class",
        "inst",
        "func",
        "method",
        "tuple",
        "seq",
        "either",
        "lambda",
        "foreign",
    ]
    name: str = ""
    items: tuple[Type | None, ...] = ()


def obj(name: str) -> Type:
    return Type("obj", name)


TENSOR = obj("torch.Tensor")
MASK = obj("torch.BoolTensor")
"""A tensor of truth values: what a comparison gives."""
INTEGERS = obj("torch.LongTensor")
"""A tensor known to hold integers."""
TENSORS = {
    "BoolTensor": MASK,
    **dict.fromkeys(("LongTensor", "IntTensor", "ShortTensor", "ByteTensor", "CharTensor"), INTEGERS),
    **dict.fromkeys(("FloatTensor", "DoubleTensor", "HalfTensor", "BFloat16Tensor"), TENSOR),
}
"""PyTorch's names for tensors of one type, as annotations and constructors use them."""
INT = obj("int")
FLOAT = obj("float")
STR = obj("str")
BOOL = obj("bool")
NONE = obj("None")
FOREIGN = Type("foreign")

PACKED = obj("torch.nn.utils.rnn.PackedSequence")
CALL_RESULTS = {
    "torch.nn.LSTM": "tuple[torch.Tensor, tuple[torch.Tensor, torch.Tensor]]",
    "torch.nn.GRU": "tuple[torch.Tensor, torch.Tensor]",
    "torch.nn.RNN": "tuple[torch.Tensor, torch.Tensor]",
    "torch.nn.RNNBase": "tuple[torch.Tensor, object]",
    "torch.nn.LSTMCell": "tuple[torch.Tensor, torch.Tensor]",
    "torch.nn.MultiheadAttention": "tuple[torch.Tensor, torch.Tensor]",
}
"""What calling an instance gives, where it is not one tensor."""


@lru_cache(maxsize=4096)
def bases(name: str) -> tuple[str, ...]:
    """The classes in which a member of class `name` is looked up, itself first."""
    package, _, short = name.rpartition(".")
    if name in {"torch.nn.Parameter", "torch.autograd.Variable"} or (package == "torch" and short.endswith("Tensor")):
        return (name, "torch.Tensor") if name != "torch.Tensor" else (name,)
    if package in {"torch.nn", "torch.nn.parallel"}:
        return (name, "torch.nn.Module") if name != "torch.nn.Module" else (name,)
    if package == "torch.optim":
        return (name, "torch.optim.Optimizer") if short != "Optimizer" else (name,)
    if package == "torch.optim.lr_scheduler":
        return name, "torch.optim.lr_scheduler.LRScheduler"
    if (package == "torch.utils.data" and short.endswith("Dataset")) or short == "Subset":
        return name, "torch.utils.data.Dataset"
    if name == "torchvision.models.Network":
        return name, "torch.nn.Module"
    if package == "torchvision.datasets":
        return name, "torch.utils.data.Dataset"
    if package == "torch.distributions":
        return name, "torch.distributions.Distribution"
    return (name,)


def is_module_class(name: str) -> bool:
    """Whether a torch class is nn.Module or one of its subclasses."""
    return "torch.nn.Module" in bases(name) or name == "torch.jit.ScriptModule"


@lru_cache(maxsize=4096)
def parse_type(text: str) -> Type | None:
    """A type from the catalogue's notation: `tuple[torch.Tensor, int]`, `list[torch.Tensor]`, a class name, or ""."""
    text = text.strip()
    if text in {"", "same"}:
        return None
    if text.startswith("tuple[") and text.endswith("]"):
        return Type("tuple", items=tuple(parse_type(part) for part in _split(text[6:-1])))
    if text.startswith(("list[", "iterator[")) and text.endswith("]"):
        return Type("seq", items=(parse_type(text[text.index("[") + 1 : -1]),))
    if text.startswith("dict[") and text.endswith("]"):
        return Type("seq", "dict", (parse_type(text[5:-1]),))
    return FOREIGN if text.startswith("numpy.") else obj(text)


def _split(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if character == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def is_tensor(value: Type | None) -> bool:
    """Whether a value is known to be a tensor."""
    return value is not None and value.kind == "obj" and "torch.Tensor" in bases(value.name)


def join(a: Type | None, b: Type | None) -> Type | None:
    """The type of a value that is either `a` or `b`; None (unknown) where they differ. The None object gives way."""
    if a == b:
        return a
    if a == NONE:
        return b
    if b == NONE:
        return a
    if a is None or b is None:
        return None
    if a.kind == b.kind == "tuple" and len(a.items) == len(b.items):
        return Type("tuple", items=tuple(join(x, y) for x, y in zip(a.items, b.items, strict=True)))
    if a.kind in {"tuple", "seq"} and b.kind in {"tuple", "seq"}:
        return Type("seq", a.name if a.name == b.name else "", (join(element(a), element(b)),))
    if {a.kind, b.kind} & {"inst", "either"} and all(map(_is_instance, (a, b))):
        parts = [part for side in (a, b) for part in (side.items if side.kind == "either" else (side,))]
        parts.sort(key=lambda part: part is not None and part.kind == "obj")
        return Type("either", items=tuple(dict.fromkeys(parts)))
    return _join_objects(a, b)


def _is_instance(value: Type) -> bool:
    """Whether a value is an instance of a class of the file, or a network of PyTorch's, which may stand for one."""
    return value.kind in {"inst", "either"} or (value.kind == "obj" and is_module_class(value.name))


def _join_objects(a: Type, b: Type) -> Type | None:
    names = {a.name, b.name}
    if {a.kind, b.kind} <= {"ref", "alias"} and all(map(_names_layer, names)):
        return Type("alias", "torch.nn.Module")
    if a.kind == b.kind == "obj":
        if all(name.startswith(_GROUP) for name in names):
            return _join_groups(a.name, b.name)
        if TENSOR.name in names and names <= {"torch.Tensor", "int", "float", "bool", "torch.nn.Parameter"}:
            return TENSOR
        if names <= {"int", "float", "bool"}:
            return FLOAT
        common = [base for base in bases(a.name) if base in bases(b.name)]
        if common:
            return obj(common[0])
        if is_module_class(a.name) and is_module_class(b.name):
            return obj("torch.nn.Module")
    return None


def layer_class(value: Type | None) -> Type | None:
    """A class of layers whose subclasses it may be, where `value` is a layer's class under a name."""
    if value is not None and value.kind in {"ref", "alias"} and _names_layer(value.name):
        return Type("alias", "torch.nn.Module")
    return None


def _names_layer(name: str) -> bool:
    return is_module_class(name) and name.rpartition(".")[2][:1].isupper()


def assigned(value: Type | None) -> Type | None:
    """The type of a name that `value` is assigned to: a call through it is no use of the PyTorch name itself."""
    if value is not None and value.kind == "ref" and value.name not in MODULES:
        return Type("alias", value.name)
    return value


def iterated(container: Type | None) -> Type | None:
    """What a loop over `container` gives: of a dictionary the keys, of which nothing is known."""
    return None if container is not None and container.name == "dict" else element(container)


def element(container: Type | None) -> Type | None:
    """What `container` holds."""
    if container is None:
        return None
    if container.kind == "seq":
        return container.items[0]
    if container.kind == "tuple":
        found = container.items[0] if container.items else None
        for item in container.items[1:]:
            found = join(found, item)
        return found
    if container.kind == "foreign":
        return container
    if container.kind == "obj":
        return _object_element(container.name)
    return None


def _object_element(name: str) -> Type | None:
    if is_tensor(obj(name)):
        return TENSOR
    if name in {"torch.utils.data.DataLoader", "torch.utils.data.TensorDataset"}:
        return Type("seq", items=(TENSOR,))
    if name in {"torch.nn.Sequential", "torch.nn.ModuleList"}:
        return obj("torch.nn.Module")
    if name == "torch.nn.ParameterList":
        return obj("torch.nn.Parameter")
    if name in {"torch.Size", "range"}:
        return INT
    if name == "str":
        return STR
    return None


PARAMETER = obj("torch.nn.Parameter")
PARAMETERS = "list[torch.nn.Parameter]"
"""How `describe` tells a list of parameters from other lists."""
_GROUP = "torch.group["


def parameter_group(settings: frozenset[str]) -> Type:
    """A dictionary of an optimizer's parameters, with settings of their own."""
    return obj(f"{_GROUP}{','.join(sorted(settings))}]")


def group_settings(name: str) -> frozenset[str] | None:
    """The settings that groups in a list, as `describe` tells it, give their parameters; None where it has none."""
    if not name.startswith(f"list[{_GROUP}"):
        return None
    return frozenset(name.removeprefix(f"list[{_GROUP}").rstrip("]").split(",")) - {""}


def _join_groups(a: str, b: str) -> Type:
    keys = (group_settings(f"list[{name}]") or frozenset() for name in (a, b))
    return parameter_group(frozenset().union(*keys))


def describe(value: Type | None) -> str:
    """A type as the qualified name of its class, or "" when there is none to give."""
    if value is None:
        return ""
    if value.kind == "obj":
        return value.name
    if value.kind == "ref":
        return f"ref:{value.name}"
    if value.kind == "seq" and value.items == (PARAMETER,):
        return PARAMETERS
    held = value.items[0] if value.kind == "seq" else None
    if held is not None and held.name.startswith(_GROUP):
        return f"list[{held.name}]"
    if value.kind == "foreign" and value.name == TENSOR.name:
        return TENSOR.name
    if value.kind == "seq" and value.name == "tuple":
        return "tuple"
    return {"tuple": "tuple", "seq": "list", "foreign": "foreign", "inst": "object"}.get(value.kind, value.kind)
