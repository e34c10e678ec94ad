"""From the pieces of a rewritten call to the smallest edits, with the user's line breaks and comments."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from gluonize.analysis import Span
from gluonize.rewriter.model import Edit
from gluonize.rewriter.rendering import Rendered, Rendering, Source

_BETWEEN = re.compile(r"\s*,(?P<space>\s*(?:#[^\n]*\n\s*)*)(?:\w+\s*=\s*)?\Z")
_OPENING = re.compile(r"[^#]*?\((?P<space>\s*(?:#[^\n]*\n\s*)*)(?:\w+\s*=\s*)?\Z", re.DOTALL)
_CLOSING = re.compile(r"(?P<comma>\s*,)?(?P<space>\s*(?:#[^\n]*\n\s*)*)\)\Z")
_MEMBER = re.compile(r"(?P<space>\s*(?:#[^\n]*\n\s*)+)\.\s*\w+(?:\(\s*\)?)?\Z")
"""Comments in front of the member that is taken of what stands before them, on lines of a bracket around."""
_FIRST_BREAK = re.compile(r"\s*,(?P<space>\s*\n\s*)")
_LAST_BREAK = re.compile(r"(?P<comma>,?)(?P<space>\s*\n\s*)\)\Z")
_NEW_BETWEEN = re.compile(r", (?P<keyword>\w+=)?\Z")
_NEW_OPENING = re.compile(r"(?P<head>.*\()(?P<keyword>\w+=)?\Z", re.DOTALL)


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
    closing = _closing(pieces)
    for index, (start, end, new) in enumerate(gaps):
        old = source[start:end].decode("utf-8", "replace")
        text = _gap(old, new, first=index == 0, closing=closing if index == len(gaps) - 1 else None)
        if text is None:
            return None
        if source[end : end + 1] in {b"\r", b"\n"}:
            text = text.rstrip()
        if text != old:
            edits.append(Edit(start, end, text))
    return edits


class _Closing(NamedTuple):
    """The first bracket that closes behind the last argument: where in the text there, and whether it is a call's."""

    place: int
    call: bool


_NOTHING = _Closing(-1, False)


def _closing(pieces: list[Rendered]) -> _Closing:
    """The bracket behind the last of the user's own stretches; `_NOTHING` where none closes there."""
    last = max(index for index, piece in enumerate(pieces) if isinstance(piece, Source))
    calls: list[bool] = []
    before = "".join("_" if isinstance(piece, Source) else piece for piece in pieces[: last + 1])
    for index, character in enumerate(before):
        if character in "([{":
            calls.append(character == "(" and before[index - 1 : index].isidentifier())
        elif character in ")]}" and calls:
            calls.pop()
    depth = 0
    for index, character in enumerate("".join(piece for piece in pieces[last + 1 :] if isinstance(piece, str))):
        depth += (character in "([{") - (character in ")]}")
        if depth < 0:
            return _Closing(index, bool(calls) and calls[-1])
    return _NOTHING


def _gap(old: str, new: str, *, first: bool, closing: _Closing | None) -> str | None:
    """The new text between two arguments, with the old one's line breaks and comments; `closing` behind the last."""
    if "\n" not in old and "#" not in old:
        return _spaced(old, new)
    if not first and closing is None:
        before, after = _BETWEEN.match(old), _NEW_BETWEEN.match(new)
        if before and after:
            return f",{before['space']}{after['keyword'] or ''}"
    elif first:
        before, after = _OPENING.match(old), _NEW_OPENING.match(new)
        if before and after:
            return f"{after['head']}{before['space']}{after['keyword'] or ''}"
    elif closing is not None and closing.place >= 0:
        before = _CLOSING.match(old)
        if before:
            return _closed(new, closing, before["comma"] or "", before["space"])
    member = _MEMBER.match(old) if not first else None
    if member:
        return f",{member['space']}{new[2:]}" if new.startswith(", ") else f"{member['space']}{new.lstrip()}"
    return None if "#" in old else _broken(old, new, closing or _NOTHING)


def _closed(new: str, closing: _Closing, comma: str, space: str) -> str:
    """The text behind the last argument with the user's comma, where it makes no tuple, and line break."""
    comma = comma if closing.call else ""
    return f"{new[: closing.place]}{comma}{space}{new[closing.place :]}"


def _broken(old: str, new: str, closing: _Closing) -> str:
    """The new text with the line breaks that the old one has behind its first comma and before its bracket."""
    start, end = _FIRST_BREAK.match(old), _LAST_BREAK.search(old)
    if end and closing.place >= 0:
        new = _closed(new, closing, end["comma"], end["space"])
    if start and new.startswith(", "):
        new = f",{start['space']}{new[2:]}"
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
