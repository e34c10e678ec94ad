"""What the rewriter answers: findings, edits and conversions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gluonize.analysis.model import Span, Use
from gluonize.catalogue.model import Category, Entry

_STAYS = "stays PyTorch"
_MAY_BE = "may be PyTorch"


def because_of(what: str, reason: str, *, sure: bool = True) -> str:
    """The reason of a use that stays because something else does, or may have to."""
    return f"{what} {_STAYS if sure else _MAY_BE}{': ' if reason else ''}{reason}"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the bytes `start` to `end` by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What Gluonize says of one use: its category as written, one sentence, and the rewritten expression if any.

    `replacement` is the whole expression as it would be written for the target, None when no rewrite is offered.
    `reason` says why none is offered. `rule` names the structural rule that handles the use, if one does.
    """

    use: Use
    entry: Entry | None
    category: Category
    message: str
    replacement: str | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    rule: str = ""

    @property
    def span(self) -> Span:
        return self.use.name_span

    @property
    def explained(self) -> str:
        """The sentence, and the reason why the use is not converted where the sentence does not say it."""
        if self.reason and self.reason.rstrip(".") not in self.message:
            return f"{self.message} Not converted: {self.reason}"
        return self.message

    @property
    def follows(self) -> bool:
        """Whether the use stays PyTorch only because another one does."""
        itself = self.reason.startswith(f"{self.use.name} {_STAYS}")
        return not itself and (_STAYS in self.reason or _MAY_BE in self.reason)

    @property
    def convertible(self) -> bool:
        return self.reason == "" and self.category.policy != "never"


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted text: the edits that lead to it, and the findings that remain PyTorch, with their reasons."""

    text: str
    edits: tuple[Edit, ...]
    converted: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

    @property
    def causes(self) -> tuple[Finding, ...]:
        """What remains for a reason of its own; all that remains where nothing does."""
        return tuple(finding for finding in self.remaining if not finding.follows) or self.remaining

    def landed(self, span: Span) -> Span:
        """Where a span of the source lies in the converted text, with all that was put at its ends."""
        start, end = span
        for edit in self.edits:
            delta = len(edit.text.encode("utf-8", "surrogatepass")) - (edit.end - edit.start)
            if edit.end < span.start or (edit.end == span.start and edit.start < edit.end):
                start += delta
            elif edit.start < span.start:
                start -= span.start - edit.start
            if edit.end <= span.end:
                end += delta
            elif edit.start < span.end:
                end += edit.end - span.end + delta
        return Span(start, end)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a use.

    `edits` are its own; the uses inside its arguments bring theirs, unless `absorbs`: then `edits` hold them already.
    `around` are edits outside of its expression (a statement added behind it).
    `reason` says why the use stays as it is. `covers` are arguments that the rewrite leaves out, with the uses in them.
    """

    category: Category
    entry: Entry | None = None
    edits: tuple[Edit, ...] = ()
    around: tuple[Edit, ...] = ()
    absorbs: bool = False
    reason: str = ""
    covers: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    helpers: frozenset[str] = frozenset()
    rule: str = ""


def refusal(reason: str, category: Category, entry: Entry | None = None, rule: str = "") -> Outcome:
    """An outcome that leaves the text alone and says why."""
    return Outcome(category, entry, reason=reason, rule=rule)


def ordered_edits(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits by place, insertions at one place in the order given; what lies inside a replaced stretch goes with it."""
    kept: list[Edit] = []
    end = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= end:
            kept.append(edit)
            end = edit.end
    return tuple(kept)


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """`data` with `edits` applied."""
    pieces: list[bytes] = []
    position = 0
    for edit in ordered_edits(edits):
        pieces.append(data[position : edit.start])
        pieces.append(edit.text.encode("utf-8", "surrogatepass"))
        position = edit.end
    pieces.append(data[position:])
    return b"".join(pieces)
