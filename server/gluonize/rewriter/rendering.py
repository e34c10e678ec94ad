"""A bound call through a template: pieces of text and of the user's own source, then the smallest edits."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Union

from gluonize.analysis import Argument, Span
from gluonize.analysis.overloads import Bound
from gluonize.catalogue import Entry
from gluonize.catalogue.template import Arguments, Hole, Piece, Template

_SIMPLE = {"identifier", "integer", "float", "true", "false", "none", "string", "receiver-name"}
_ATOMS = _SIMPLE | {
    "call", "attribute", "subscript", "list", "tuple", "dictionary", "set", "parenthesized_expression",
    "list_comprehension", "receiver", "concatenated_string", "dictionary_comprehension", "set_comprehension",
}  # fmt: skip
_DEVICE = re.compile(r"(cpu|cuda)(?::(\d+))?\Z")
_INTEGERS = frozenset({"torch.LongTensor", "torch.BoolTensor"})
_NAME = re.compile(r"[A-Za-z_][\w.]*\Z")


class NotRenderedError(Exception):
    """Why a call cannot be written for the target; the message completes 'not converted: ...'."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of the user's own text."""

    span: Span
    wrap: bool = False
    """Needs parentheses where it is put."""
    primary: bool = False
    """Stands where an operator's operand or a receiver stands."""


Rendered = Union["str", "Source"]


@dataclass(slots=True)
class Rendering:
    """The pieces of a rewritten call and what was done to its arguments."""

    pieces: list[Rendered] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    pinned: list[str] = field(default_factory=list)
    adapted: list[str] = field(default_factory=list)
    helpers: set[str] = field(default_factory=set)
    layout: tuple[list[Rendered], list[list[Rendered]]] | None = None
    """What stands before the arguments of the outermost call, and its arguments, when that is all there is."""


def render(template: Template, bound: Bound, source: bytes) -> Rendering:
    """Fill a template with the arguments of a call. Raises NotRenderedError where that would change its meaning."""
    counts: dict[str, int] = {}
    for hole in template.holes():
        counts[hole.name] = counts.get(hole.name, 0) + 1
    filler = _Filler(bound, source, {name for name, count in counts.items() if count > 1})
    filler.result.pieces = list(filler.fill(template.pieces))
    *head, arguments, tail = template.pieces if len(template.pieces) > 2 else ("", "", "")
    if isinstance(arguments, Arguments) and tail == ")" and not any(isinstance(piece, Arguments) for piece in head):
        items = [list(filler.fill(item)) for item in arguments.items if not filler.empty(item)]
        filler.result.layout = list(filler.fill(tuple(head))), items
    return filler.result


class _Filler:
    """Fills the holes of one template."""

    def __init__(self, bound: Bound, source: bytes, repeated: set[str]) -> None:
        self.bound = bound
        self.entry: Entry = bound.entry
        self.source = source
        self.repeated = repeated
        self.result = Rendering()

    def text(self, span: Span) -> str:
        return self.source[span.start : span.end].decode("utf-8", "replace")

    def fill(self, pieces: tuple[Piece, ...]) -> Iterator[Rendered]:
        for piece in pieces:
            if isinstance(piece, str):
                yield piece
            elif isinstance(piece, Hole):
                yield from self.hole(piece)
            else:
                yield from self.arguments(piece)

    def arguments(self, arguments: Arguments) -> Iterator[Rendered]:
        written = False
        skipped = False
        for item in arguments.items:
            if self.empty(item):
                skipped = skipped or self.positional(item)
                continue
            if skipped and self.positional(item):
                raise NotRenderedError("an argument before the last is missing")
            if written:
                yield ", "
            written = True
            yield from self.fill(item)

    @staticmethod
    def positional(item: tuple[Piece, ...]) -> bool:
        return not (item and isinstance(item[0], str) and re.match(r"\w+\s*=(?!=)|\*", item[0]))

    def empty(self, item: tuple[Piece, ...]) -> bool:
        """Whether an argument goes: a hole of it stays empty, or a call in it would lose what it is called with."""
        for piece in item:
            if isinstance(piece, Hole) and not piece.forced and not self.present(piece):
                return True
            if isinstance(piece, Arguments) and piece.items:
                gone = [inner for inner in piece.items if self.empty(inner)]
                if len(gone) == len(piece.items) or any(self.positional(inner) for inner in gone):
                    return True
        return False

    def present(self, hole: Hole) -> bool:
        if hole.name == "self":
            return self.bound.receiver is not None
        if self.variadic(hole.name):
            return True
        return hole.name in self.bound.values

    def variadic(self, name: str) -> bool:
        signature = self.entry.signature
        return signature is not None and name in signature and signature[name].variadic

    def hole(self, hole: Hole) -> Iterator[Rendered]:
        self.result.used.add(hole.name)
        if hole.name == "self" and self.bound.receiver is not None:
            yield self.own(Argument(self.bound.receiver, form="receiver"), hole)
        elif self.variadic(hole.name):
            yield from self.sequence(hole)
        elif hole.name in self.bound.values:
            yield from self.value(self.bound.values[hole.name], hole)
        else:
            yield self.default(hole)

    def default(self, hole: Hole) -> str:
        signature = self.entry.signature
        default = signature[hole.name].default if signature is not None and hole.name in signature else None
        if default is None:
            raise NotRenderedError(f"the argument '{hole.name}' is missing")
        self.result.pinned.append(hole.name)
        table = dict(dict(self.entry.values).get(hole.name, ()))
        return table.get(default, default)

    def value(self, argument: Argument, hole: Hole) -> Iterator[Rendered]:
        table = dict(dict(self.entry.values).get(hole.name, ()))
        if table:
            yield self.translated(argument, hole, table)
        elif self.device(hole.name):
            yield from self.context(argument, hole)
        elif self.goes_floating(argument):
            self.result.adapted.append(hole.name)
            yield from (self.own(argument, replace(hole, primary=True)), ".astype('float32')")
        else:
            yield self.own(argument, hole)

    def goes_floating(self, argument: Argument) -> bool:
        """Whether an argument holds integers with which PyTorch computes in floating point."""
        if not self.entry.floating or argument.type not in _INTEGERS:
            return False
        return self.entry.floating == "always" or any(other.type == "float" for other in self.bound.values.values())

    def device(self, name: str) -> bool:
        signature = self.entry.signature
        annotation = signature[name].annotation if signature is not None and name in signature else None
        return annotation is not None and annotation.rstrip("!") in {"device", "device | None", "None | device"}

    def context(self, argument: Argument, hole: Hole) -> Iterator[Rendered]:
        """A device as a context: a literal is translated, a name or a number goes through a helper."""
        if argument.form == "string":
            context = context_literal(self.text(argument.span))
            if context is None:
                raise NotRenderedError(f"MXNet has no device {self.text(argument.span)}")
            self.result.adapted.append(hole.name)
            yield context
        elif argument.type in {"str", "int"}:
            self.result.helpers.add("context")
            yield from ("context(", Source(argument.span), ")")
        else:
            yield self.own(argument, hole)

    def translated(self, argument: Argument, hole: Hole, table: dict[str, str]) -> str:
        written = _normal(self.text(argument.span))
        for literal, replacement in table.items():
            if _normal(literal) == written:
                self.result.adapted.append(hole.name)
                return replacement
        choices = ", ".join(table)
        raise NotRenderedError(f"'{hole.name}' converts only for {choices}")

    def own(self, argument: Argument, hole: Hole) -> Source:
        if argument.form == "generator":
            raise NotRenderedError("a generator expression is passed")
        if hole.name in self.repeated and not self.simple(argument):
            raise NotRenderedError(f"'{hole.name}' would be evaluated twice; give it a name first")
        atom = argument.form in _ATOMS and not (hole.member and argument.form in {"integer", "float"})
        return Source(argument.span, wrap=hole.primary and not atom, primary=hole.primary)

    def simple(self, argument: Argument) -> bool:
        if argument.form in _SIMPLE:
            return True
        text = self.text(argument.span)
        return bool(_NAME.match(text)) or (argument.form == "unary_operator" and text.lstrip("-").isalnum())

    def sequence(self, hole: Hole) -> Iterator[Rendered]:
        arguments = self.bound.variadic
        starred = any(argument.star for argument in arguments)
        single = len(arguments) == 1 and not starred and arguments[0].type in {"tuple", "list", "torch.Size"}
        unknown = (
            len(arguments) == 1 and not starred and arguments[0].type not in {"int", "tuple", "list", "torch.Size"}
        )
        if hole.spliced:
            if single or unknown:
                yield "*"
            yield from self.joined(arguments)
        elif single or unknown:
            yield Source(arguments[0].span)
        else:
            yield "("
            yield from self.joined(arguments)
            yield ",)" if len(arguments) == 1 else ")"

    @staticmethod
    def joined(arguments: tuple[Argument, ...]) -> Iterator[Rendered]:
        for index, argument in enumerate(arguments):
            if index:
                yield ", "
            if argument.star:
                yield argument.star
            yield Source(argument.span)


def context_literal(text: str) -> str | None:
    """A PyTorch device as a string literal ('cuda:1') as an MXNet context, None where MXNet has no such device."""
    try:
        match = _DEVICE.match(str(ast.literal_eval(text)))
    except (ValueError, SyntaxError):
        return None
    if match is None:
        return None
    return f"mx.{'gpu' if match[1] == 'cuda' else 'cpu'}({match[2] or ''})"


def is_primary(text: str) -> bool:
    """Whether an expression needs no parentheses as an operand; True where it cannot be read."""
    try:
        node = ast.parse(f"[{text}]", mode="eval").body
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return True
    inner = node.elts[0] if isinstance(node, ast.List) and len(node.elts) == 1 else node
    loose = isinstance(inner, (ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda, ast.NamedExpr, ast.UnaryOp))
    return not loose or inner.col_offset > 1


def _normal(text: str) -> str:
    try:
        return ast.unparse(ast.parse(text, mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
