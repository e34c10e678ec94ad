"""What the analysis finds in a source text. Offsets are bytes of the UTF-8 text, ends exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A half-open range of byte offsets."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call: its value's span, the keyword it is given by, and `*` or `**` before it.

    `type` is the inferred type of the value as a qualified name ("torch.Tensor", "int", "str", "tuple", "None" ...),
    or "" when it is not known.
    """

    span: Span
    keyword: str | None = None
    star: Literal["", "*", "**"] = ""
    type: str = ""
    whole: Span = Span(0, 0)
    """The span with the keyword or the star."""
    form: str = ""
    """The syntactic form of the value: tree-sitter's node type ("integer", "identifier", "binary_operator" ...)."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where the text uses a PyTorch name.

    `name` is the qualified name as the user reached it ("torch.nn.functional.relu", "torch.Tensor.view"); methods
    are named by the class of their receiver. `span` is the whole expression, `name_span` what is underlined.
    """

    name: str
    kind: Literal[
        "call",
        "attribute",
        "import",
        "base",
        "instance-call",
        "instantiate",
        "scalar",
        "parameter",
        "integers",
        "augmented",
        "mask",
        "split keys",
        "store",
        "copied",
        "arrays",
        "item",
        "super",
        "by name",
        "part",
    ]
    span: Span
    name_span: Span
    receiver: Span | None = None
    arguments: tuple[Argument, ...] = ()
    sure: bool = True
    scope: str = ""
    """Dotted path of the enclosing class and function ("Net.forward"), empty at module level."""
    statement: Span = Span(0, 0)
    """The innermost statement that holds the use."""
    store: bool = False
    """True when the expression is assigned to or deleted."""
    result: str = ""
    """The inferred type of the expression's value, or ""."""
    receiver_type: str = ""
    """The inferred type of the receiver, or ""."""


def shift(use: Use, by: int) -> Use:
    """A use of a unit, with offsets of the document."""
    if by == 0:
        return use
    receiver = use.receiver
    return Use(
        use.name,
        use.kind,
        _moved(use.span, by),
        _moved(use.name_span, by),
        None if receiver is None else _moved(receiver, by),
        tuple([_moved_argument(argument, by) for argument in use.arguments]),
        use.sure,
        use.scope,
        _moved(use.statement, by),
        use.store,
        use.result,
        use.receiver_type,
    )


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved_argument(argument: Argument, by: int) -> Argument:
    whole = _moved(argument.whole, by)
    return Argument(_moved(argument.span, by), argument.keyword, argument.star, argument.type, whole, argument.form)
