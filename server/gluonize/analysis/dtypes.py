"""Which tensors are known to hold integers: MXNet keeps their type where PyTorch goes on in floating point."""

from __future__ import annotations

from gluonize.analysis.model import Argument
from gluonize.analysis.types import INT, INTEGERS, MASK, TENSOR, Type, element, is_tensor

_INTEGER_RESULTS = frozenset(
    "argmax argmin argsort randint randint_like randperm bincount searchsorted bucketize nonzero argwhere long int "
    "short count_nonzero".split()
)
_TRUTHS = frozenset(
    "eq ne gt lt ge le greater less not_equal greater_equal less_equal logical_and logical_or logical_xor logical_not "
    "isnan isinf isfinite bool".split()
)
_WITH_INDICES = frozenset("max min sort topk median mode kthvalue cummax cummin".split())
"""What gives values and their places."""
_JOINED = frozenset("cat concat concatenate stack hstack vstack".split())
_FROM_DATA = frozenset({"torch.tensor", "torch.as_tensor"})
_FROM_NUMBERS = frozenset({"torch.arange", "torch.range"})
_INTEGER_DTYPES = (b"torch.int", b"torch.long", b"torch.short", b"torch.uint8")
_CASTS = frozenset({"to", "type"})
_KEEP = frozenset(
    "view reshape unsqueeze squeeze transpose permute t flatten expand expand_as repeat clone contiguous detach cuda "
    "cpu flip roll view_as reshape_as narrow select T mT unflatten".split()
)

_WHOLE = frozenset(
    "sum prod cumsum cumprod abs neg max min amax amin clamp clamp_min clamp_max maximum minimum add sub mul pow "
    "remainder floor_divide fmod square".split()
)
"""What is whole of whole numbers."""
_COUNTS = frozenset({"sum", "prod", "cumsum"})
"""What counts truth values."""
_WHOLE_ARGUMENTS = frozenset({"int", "bool", "tuple", "list", "torch.LongTensor", "torch.BoolTensor"})


def refined(
    name: str, result: Type | None, receiver: Type | None, given: tuple[Argument, ...], source: bytes
) -> Type | None:
    """The result of a call, as a tensor of integers where that can be told.

    `source` is the text that the spans of the arguments refer to.
    """
    member = name.rpartition(".")[2].rstrip("_")
    if result is not None and result.kind == "tuple" and len(result.items) == 2 and member in _WITH_INDICES:
        return Type("tuple", items=(INTEGERS if receiver == INTEGERS else TENSOR, INTEGERS))
    if member == "item" and receiver == INTEGERS:
        return INT
    if result not in {TENSOR, INTEGERS, MASK}:
        return result
    for argument in given:
        text = source[argument.span.start : argument.span.end]
        if argument.keyword == "dtype" or (member in _CASTS and text.startswith((b"torch.bool", *_INTEGER_DTYPES))):
            if text.startswith(b"torch.bool"):
                return MASK
            return INTEGERS if text.startswith(_INTEGER_DTYPES) else TENSOR
    if member in _INTEGER_RESULTS or (member in _JOINED and element(receiver) == INTEGERS):
        return INTEGERS
    if member in _TRUTHS:
        return MASK
    if member == "to":
        moved = all(argument.type in {"str", "torch.device", "bool"} for argument in given)
        return receiver if moved and receiver in {INTEGERS, MASK} else TENSOR
    if name == "torch.full":
        return INTEGERS if len(given) > 1 and given[1].type == "int" else TENSOR
    if name in _FROM_NUMBERS:
        positional = [argument for argument in given if argument.keyword in {None, "start", "end", "step"}]
        return INTEGERS if positional and all(argument.type == "int" for argument in positional) else TENSOR
    if receiver in {INTEGERS, MASK} and member in _KEEP:
        return receiver
    if receiver == INTEGERS and member in _WHOLE and all(argument.type in _WHOLE_ARGUMENTS for argument in given):
        return INTEGERS
    return INTEGERS if receiver == MASK and member in _COUNTS else TENSOR


def of_data(name: str, result: Type | None, given: tuple[Argument, ...], types: tuple[Type | None, ...]) -> Type | None:
    """`torch.tensor([1, 2])`: the type of the data decides, unless a dtype is given."""
    if result != TENSOR or name not in _FROM_DATA or any(argument.keyword == "dtype" for argument in given):
        return result
    data = types[0] if types else None
    while data is not None and (data.kind in {"tuple", "seq"} or data.name == "torch.Size"):
        data = element(data)
    if data is None or data.kind != "obj":
        return result
    return {"int": INTEGERS, "bool": MASK}.get(data.name, result)


def arithmetic(left: Type | None, right: Type | None, operator: str) -> Type:
    """The tensor that an operator gives, where at least one side is a tensor."""
    sides = [side for side in (left, right) if is_tensor(side)]
    numbers = [side for side in (left, right) if side is not None and side.kind == "obj" and not is_tensor(side)]
    whole = all(side == INTEGERS for side in sides) and all(number.name in {"int", "bool"} for number in numbers)
    return INTEGERS if whole and len(sides) + len(numbers) == 2 and operator != "/" else TENSOR


def goes_floating(left: Type | None, right: Type | None, operator: str) -> bool:
    """Whether PyTorch computes in floating point although a side holds integers or truth values."""
    whole = {INTEGERS, MASK} & {left, right}
    if not whole:
        return False
    other = right if left in whole else left
    if operator == "/":
        return True
    return (
        other is not None
        and other.kind == "obj"
        and other.name == "float"
        and operator in {"+", "-", "*", "**", "//", "%"}
    )
