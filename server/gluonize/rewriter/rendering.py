"""A bound call through a template: pieces of text and of the user's own source, then the smallest edits."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Union

from gluonize.analysis import Argument, Span
from gluonize.catalogue import Entry
from gluonize.catalogue.template import Arguments, Hole, Piece, Template
from gluonize.rewriter.binding import Bound
from gluonize.rewriter.model import Edit

_SIMPLE = {"identifier", "integer", "float", "true", "false", "none", "string", "receiver-name"}
_ATOMS = _SIMPLE | {
    "call", "attribute", "subscript", "list", "tuple", "dictionary", "set", "parenthesized_expression",
    "list_comprehension", "receiver", "concatenated_string", "dictionary_comprehension", "set_comprehension",
}  # fmt: skip
_NAME = re.compile(r"[A-Za-z_][\w.]*\Z")


class NotRenderedError(Exception):
    """Why a call cannot be written for the target; the message completes 'not converted: ...'."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of the user's own text."""

    span: Span
    wrap: bool = False
    """Needs parentheses where it is put."""


Rendered = Union["str", "Source"]


@dataclass(slots=True)
class Rendering:
    """The pieces of a rewritten call and what was done to its arguments."""

    pieces: list[Rendered] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    pinned: list[str] = field(default_factory=list)
    adapted: list[str] = field(default_factory=list)
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
            yield self.value(self.bound.values[hole.name], hole)
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

    def value(self, argument: Argument, hole: Hole) -> Rendered:
        table = dict(dict(self.entry.values).get(hole.name, ()))
        if not table:
            return self.own(argument, hole)
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
        atom = argument.form in _ATOMS and not (hole.primary and argument.form in {"integer", "float"})
        return Source(argument.span, wrap=hole.primary and not atom)

    def simple(self, argument: Argument) -> bool:
        if argument.form in _SIMPLE:
            return True
        text = self.text(argument.span)
        return bool(_NAME.match(text)) or (argument.form == "unary_operator" and text.lstrip("-").isalnum())

    def sequence(self, hole: Hole) -> Iterator[Rendered]:
        arguments = self.bound.variadic
        single = len(arguments) == 1 and arguments[0].type in {"tuple", "list", "torch.Size"}
        unknown = len(arguments) == 1 and arguments[0].type not in {"int", "tuple", "list", "torch.Size"}
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
            yield Source(argument.span)


def _normal(text: str) -> str:
    try:
        return ast.unparse(ast.parse(text, mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text


# -- from pieces to edits -----------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"\s*,(?P<space>\s*(?:#[^\n]*\n\s*)*)(?:\w+\s*=\s*)?\Z")
_OPENING = re.compile(r"[^#]*?\((?P<space>\s*(?:#[^\n]*\n\s*)*)(?:\w+\s*=\s*)?\Z", re.DOTALL)
_CLOSING = re.compile(r"(?P<comma>\s*,)?(?P<space>\s*(?:#[^\n]*\n\s*)*)\)\Z")
_FIRST_BREAK = re.compile(r"\s*,(?P<space>\s*\n\s*)")
_LAST_BREAK = re.compile(r"(?P<comma>,?)(?P<space>\s*\n\s*)\)\Z")
_NEW_BETWEEN = re.compile(r", (?P<keyword>\w+=)?\Z")
_NEW_OPENING = re.compile(r"(?P<head>.*\()(?P<keyword>\w+=)?\Z", re.DOTALL)
_NEW_CLOSING = re.compile(r"(?P<more>.*)\)\Z", re.DOTALL)


def in_order(pieces: list[Rendered]) -> bool:
    """Whether the user's own stretches stand in the order of the source, none twice, none in parentheses."""
    position = -1
    for piece in pieces:
        if isinstance(piece, Source):
            if piece.span.start < position or piece.wrap:
                return False
            position = piece.span.end
    return position >= 0


def gap_edits(pieces: list[Rendered], whole: Span, source: bytes) -> list[Edit] | None:
    """Edits that change only what stands between the user's own stretches; None where that would lose a comment."""
    gaps: list[tuple[int, int, str]] = []
    position, literal = whole.start, ""
    for piece in pieces:
        if isinstance(piece, str):
            literal += piece
            continue
        gaps.append((position, piece.span.start, literal))
        position, literal = piece.span.end, ""
    gaps.append((position, whole.end, literal))
    edits: list[Edit] = []
    for index, (start, end, new) in enumerate(gaps):
        old = source[start:end].decode("utf-8", "replace")
        text = _gap(old, new, first=index == 0, last=index == len(gaps) - 1)
        if text is None:
            return None
        if text != old:
            edits.append(Edit(start, end, text))
    return edits


def _gap(old: str, new: str, *, first: bool, last: bool) -> str | None:
    """The new text between two arguments, with the old one's line breaks and comments."""
    if "\n" not in old and "#" not in old:
        return _spaced(old, new)
    if not first and not last:
        before, after = _BETWEEN.match(old), _NEW_BETWEEN.match(new)
        if before and after:
            return f",{before['space']}{after['keyword'] or ''}"
    elif first:
        before, after = _OPENING.match(old), _NEW_OPENING.match(new)
        if before and after:
            return f"{after['head']}{before['space']}{after['keyword'] or ''}"
    else:
        before, after = _CLOSING.match(old), _NEW_CLOSING.match(new)
        if before and after:
            return f"{after['more']}{before['comma'] or ''}{before['space']})"
    return None if "#" in old else _broken(old, new)


def _broken(old: str, new: str) -> str:
    """The new text with the line breaks that the old one has behind its first comma and before its bracket."""
    start, end = _FIRST_BREAK.match(old), _LAST_BREAK.search(old)
    if start and new.startswith(", "):
        new = f",{start['space']}{new[2:]}"
    if end and new.endswith(")"):
        new = f"{new[:-1]}{end['comma']}{end['space']})"
    return new


def _spaced(old: str, new: str) -> str:
    """Keep the user's way of spacing where only a keyword changes."""
    return old if old.replace(" ", "") == new.replace(" ", "") else new


_COMMENT = re.compile(rb"[ \t]*,?[ \t]*(#[^\r\n]*)")


def loses_comments(pieces: list[Rendered], whole: Span, source: bytes) -> bool:
    """Whether a comment of the call lies outside of all stretches that are kept."""
    kept = sorted(piece.span for piece in pieces if isinstance(piece, Source))
    position = whole.start
    for span in kept:
        if b"#" in source[position : span.start]:
            return True
        position = max(position, span.end)
    return b"#" in source[position : whole.end]


def compose_lines(rendering: Rendering, whole: Span, source: bytes, text: Callable[[Span], str]) -> str | None:
    """The call with an argument per line and the comments behind their arguments; None where one has no place."""
    if rendering.layout is None:
        return None
    head, items = rendering.layout
    first = min(
        (piece.span.start for item in items for piece in item if isinstance(piece, Source)), default=whole.start
    )
    line = source.rfind(b"\n", 0, first) + 1
    indent = source[line:first].decode("utf-8", "replace")
    if indent.strip() or source[whole.start : whole.end].count(b"#") == 0:
        return None
    lines: list[str] = []
    placed = 0
    for item in items:
        comment = _trailing_comment(item, source)
        placed += comment is not None
        lines.append(f"{indent}{compose(item, text)},{f'  {comment}' if comment else ''}")
    inside = sum(source[p.span.start : p.span.end].count(b"#") for item in items for p in item if isinstance(p, Source))
    if placed + inside != source[whole.start : whole.end].count(b"#"):
        return None
    newline = "\r\n" if b"\r\n" in source[whole.start : whole.end] else "\n"
    closing = source[source.rfind(b"\n", 0, whole.end) + 1 : whole.end - 1].decode("utf-8", "replace")
    ending = f"{newline}{closing})" if not closing.strip() else f"{newline}{indent})"
    return compose(head, text) + newline + newline.join(lines) + ending


def _trailing_comment(item: list[Rendered], source: bytes) -> str | None:
    for piece in reversed(item):
        if isinstance(piece, Source):
            match = _COMMENT.match(source, piece.span.end)
            return match[1].decode("utf-8", "replace").rstrip() if match else None
    return None


def compose(pieces: list[Rendered], text: Callable[[Span], str]) -> str:
    """The pieces as one text; `text` gives a stretch of source with its inner conversions."""
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        else:
            inner = text(piece.span)
            parts.append(f"({inner})" if piece.wrap else inner)
    return "".join(parts)
