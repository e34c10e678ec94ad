"""Which overload a call means, and which argument goes to which parameter."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from gluonize.analysis.model import Argument, Span, Use
from gluonize.analysis.types import bases
from gluonize.catalogue import Entry, Parameter

_NO_FORM = "its arguments fit none of the known forms of the call"
_UNPACKED = "its arguments are unpacked with * or **, so they cannot be told apart"
_NUMBERS = {"int", "float", "bool"}
_LITERALS = {"integer", "float", "string", "true", "false", "none", "unary_operator", "tuple", "list"}
_SEQUENCES = {"tuple", "list", "torch.Size"}


@dataclass(frozen=True, slots=True)
class Bound:
    """A call matched to an entry: the argument of each parameter that the call gives."""

    entry: Entry
    values: dict[str, Argument] = field(default_factory=dict)
    variadic: tuple[Argument, ...] = ()
    receiver: Span | None = None

    def given(self, name: str) -> bool:
        return name in self.values


@dataclass(frozen=True, slots=True)
class Unbound:
    """Why a call matches no overload."""

    reason: str


def bind(entries: tuple[Entry, ...], use: Use, source: bytes) -> Bound | Unbound:
    """Match a call to the first overload that fits by arity, keywords and what is known of the types.

    An overload that only may fit is taken when no other can; where several may, the first is, if all that is doubtful
    about it is so for each of them alike. Else the call is not bound.
    """
    if any(argument.star == "**" for argument in use.arguments):
        return Unbound(_UNPACKED)
    candidates: list[tuple[frozenset[tuple[str, str]], Bound]] = []
    reasons: list[str] = []
    for entry in entries:
        bound = _assign(entry, use)
        if isinstance(bound, Unbound):
            reasons.append(bound.reason)
            continue
        doubts = _doubts(bound, source)
        if doubts is None:
            reasons.append(_NO_FORM)
        elif doubts or candidates:
            candidates.append((doubts, bound))
        else:
            return bound
    if not candidates:
        return Unbound(reasons[0] if len(set(reasons)) == 1 else _NO_FORM)
    if candidates[0][0] <= frozenset.intersection(*(doubts for doubts, _ in candidates)):
        return candidates[0][1]
    return Unbound("the types of its arguments are not known, and the call has several forms")


def _assign(entry: Entry, use: Use) -> Bound | Unbound:
    if entry.signature is None:
        return Unbound("it is an attribute, not a function")
    arguments = list(use.arguments)
    receiver = use.receiver
    parameters = list(entry.signature.parameters)
    values: dict[str, Argument] = {}
    if entry.kind == "method":
        if receiver is None:
            if not arguments or arguments[0].keyword is not None:
                return Unbound("it has no receiver")
            receiver = arguments.pop(0).span
    elif receiver is not None and parameters:
        first = parameters.pop(0)
        values[first.name] = Argument(
            receiver, type=use.receiver_type or "torch.Tensor", whole=receiver, form="receiver"
        )
    variadic: list[Argument] = []
    positional = [parameter for parameter in parameters if not parameter.keyword_only]
    for argument in arguments:
        if argument.keyword is None:
            if positional and positional[0].variadic:
                variadic.append(argument)
            elif argument.star:
                return Unbound(_UNPACKED)
            elif positional:
                values[positional.pop(0).name] = argument
            else:
                return Unbound("it is given more arguments than PyTorch's signature has")
            continue
        name = _keyword(argument.keyword, entry)
        if name is None:
            return Unbound(f"'{argument.keyword}' is no parameter of PyTorch's signature")
        if name in values:
            return Unbound(f"'{argument.keyword}' is given twice")
        if entry.signature[name].variadic:
            variadic.append(argument)
        else:
            values[name] = argument
    for parameter in parameters:
        if parameter.default is None and not parameter.variadic and parameter.name not in values:
            return Unbound(f"the argument '{parameter.name}' is missing")
    return Bound(entry, values, tuple(variadic), receiver)


_SPELLINGS = {"axis": "dim", "keepdims": "keepdim", "x": "input", "a": "input", "x2": "other"}


def _keyword(keyword: str, entry: Entry) -> str | None:
    """A parameter by its keyword; torch also takes NumPy's spellings."""
    if entry.signature is None:
        return None
    if keyword in entry.signature:
        return keyword
    other = _SPELLINGS.get(keyword)
    return other if other is not None and other in entry.signature else None


def _doubts(bound: Bound, source: bytes) -> frozenset[tuple[str, str]] | None:
    """The parameters, with their annotations, whose arguments may not fit; None where one cannot."""
    signature = bound.entry.signature
    doubts: set[tuple[str, str]] = set()
    for parameter in signature.parameters if signature is not None else ():
        arguments = bound.variadic if parameter.variadic else [bound.values.get(parameter.name)]
        for argument in arguments:
            if argument is None or argument.star or (argument.form == "receiver" and not _of_one_type(parameter)):
                continue
            several = parameter.variadic and len(arguments) > 1  # sizes one by one: a single one may be data
            verdict = _accepts(parameter, argument, source, strict=not several)
            if verdict is False:
                return None
            if verdict is None:
                doubts.add((parameter.name, parameter.annotation or ""))
    return frozenset(doubts)


_TYPED = frozenset({"BoolTensor", "LongTensor"})


def _of_one_type(parameter: Parameter) -> bool:
    """Whether a parameter takes tensors of one type only, so that a receiver may not fit."""
    return parameter.annotation is not None and parameter.annotation.rstrip("!") in _TYPED


def _accepts(parameter: Parameter, argument: Argument, source: bytes, *, strict: bool) -> bool | None:
    if parameter.annotation is None:
        return True
    text = parameter.annotation
    strict = strict and text.endswith("!")
    verdicts = [_is(atom.strip(), argument, source) for atom in text.rstrip("!").split("|")]
    if True in verdicts:
        return True
    if None in verdicts:
        return False if strict else None
    return False


def _is(atom: str, argument: Argument, source: bytes) -> bool | None:
    kind = argument.type
    if atom == "Tensor":
        return None if kind == "" else "torch.Tensor" in bases(kind)
    if kind == "foreign":
        return None  # a setting of argparse, a number of NumPy: no tensor, and more is not known
    if atom in _TYPED:
        return None if kind in {"", "torch.Tensor"} else kind == f"torch.{atom}"
    if atom in {"int", "float", "bool", "str", "None", "tuple", "list"}:
        return None if kind == "" else kind.partition("[")[0] == atom
    if atom == "number":
        return None if kind == "" else kind in _NUMBERS
    if atom == "ints":
        return None if kind == "" else kind == "int" or kind in _SEQUENCES
    if atom == "dtype":
        return None if kind == "" else kind in {"torch.dtype", "ref:torch.dtype"} or _of_mxnet(argument, source)
    if atom == "device":
        return None if kind == "" else kind in {"torch.device", "str", "int"}
    return _is_literal(atom, argument, source)


def _of_mxnet(argument: Argument, source: bytes) -> bool:
    """`dtype='float32'`, which a conversion has written; PyTorch's own names in strings begin with `torch.`."""
    text = source[argument.span.start : argument.span.end]
    return argument.keyword == "dtype" and argument.form == "string" and b"torch." not in text


def _is_literal(atom: str, argument: Argument, source: bytes) -> bool | None:
    expected = ast.literal_eval(atom)
    if argument.form in _LITERALS:
        try:
            value = ast.literal_eval(source[argument.span.start : argument.span.end].decode("utf-8", "replace"))
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
        return type(value) is type(expected) and bool(value == expected)
    if argument.type and argument.type != type(expected).__name__:
        return False
    return None
