"""The fixes that an editor offers at a place: for one finding, for a selection, for the whole text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from gluonize.analysis.model import Span
from gluonize.rewriter.model import Finding

Work = Literal["fix", "suppress", "selection", "all", "compare"]

QUICK_FIX = "quickfix"
REWRITE = "refactor.rewrite.gluonize"
FIX_ALL = "source.fixAll.gluonize"
COMPARE = "refactor.compare.gluonize"

_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Action:
    """One offer: `work` on `span`. To compare changes no text: a command runs the call, or the lines, on both sides."""

    title: str
    kind: str
    work: Work
    span: Span
    preferred: bool = False
    finding: Finding | None = None


def offers(
    findings: Sequence[Finding], selection: Span, only: Sequence[str] = (), *, whole: Span | None = None
) -> tuple[Action, ...]:
    """The actions for a selection (empty for a cursor), of the kinds in `only` where it names any.

    `findings` are those around the selection that no comment silences; `whole` is the span of the whole text where
    anything in it can be converted.
    """
    touched = [finding for finding in findings if _touches(finding.span, selection)]
    actions: list[Action] = []
    if wanted(QUICK_FIX, only):
        actions += [_quick_fix(finding) for finding in touched if finding.convertible]
        actions += [_suppression(finding) for finding in touched]
    inside = [finding for finding in touched if finding.convertible]
    if wanted(REWRITE, only) and selection.start < selection.end and inside:
        title = "Convert the selection to MXNet"
        actions.append(Action(title, REWRITE, "selection", selection))
    if wanted(COMPARE, only) and touched:
        actions.append(_comparison(touched, selection))
    if wanted(FIX_ALL, only) and whole is not None:
        actions.append(Action("Convert everything to MXNet", FIX_ALL, "all", whole))
    return tuple(actions)


def _comparison(touched: Sequence[Finding], selection: Span) -> Action:
    """The comparison of a selection; at a cursor, that of the innermost call around it."""
    if selection.start < selection.end:
        return Action("Compare the selection with MXNet", COMPARE, "compare", selection)
    name = max(touched, key=lambda finding: finding.span.start).use.name.rpartition(".")[2]
    return Action(f"Compare this call of {name} with MXNet", COMPARE, "compare", selection)


def wanted(kind: str, only: Sequence[str]) -> bool:
    """Whether a client that asks for the kinds `only` gets `kind`; kinds are dotted, each holds those below it."""
    return not only or any(kind == asked or kind.startswith(f"{asked}.") or not asked for asked in only)


def _touches(span: Span, selection: Span) -> bool:
    return span.start <= selection.end and selection.start <= span.end


def _quick_fix(finding: Finding) -> Action:
    return Action(_title(finding), QUICK_FIX, "fix", finding.span, preferred=True, finding=finding)


def _suppression(finding: Finding) -> Action:
    title = f"Suppress {finding.category.value} on this line"
    return Action(title, QUICK_FIX, "suppress", finding.span, finding=finding)


def _title(finding: Finding) -> str:
    if finding.replacement is None:
        return f"Convert {finding.use.name} to MXNet"
    if not finding.replacement:
        return f"Remove {finding.use.name}"
    replacement = " ".join(finding.replacement.split())
    if len(replacement) > _LONGEST_TITLE:
        replacement = f"{replacement[:_LONGEST_TITLE]}…"
    return f"Replace by {replacement}"


def to_confirm(findings: Iterable[Finding]) -> tuple[str, tuple[Span, ...]]:
    """What to read before the conversion of `findings` is accepted, and the spans of the uses that it is about."""
    noted = [finding for finding in findings if finding.convertible and finding.category.policy == "noted"]
    notes = [note for finding in noted for note in (finding.notes or (finding.message,))]
    return " ".join(dict.fromkeys(notes)), tuple(finding.use.span for finding in noted)
