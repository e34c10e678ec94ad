"""A whole text, or a selection of it, converted."""

from __future__ import annotations

from dataclasses import replace

from gluonize.analysis import Document, Span
from gluonize.catalogue import Catalogue, Target
from gluonize.rewriter.blocks import indented
from gluonize.rewriter.comments import comment_edits, without_stale
from gluonize.rewriter.findings import finding_of
from gluonize.rewriter.imports import import_edits
from gluonize.rewriter.model import Conversion, Edit, Finding, apply_edits, because_of, ordered_edits
from gluonize.rewriter.program import Program
from gluonize.rewriter.surroundings import Surroundings
from gluonize.rewriter.unused_imports import tidy_edits
from gluonize.rewriter.wholeness import Wholeness


def convert(
    document: Document,
    catalogue: Catalogue,
    target: Target,
    within: Span | None = None,
    *,
    comments: bool = False,
    whole: Wholeness | None = None,
) -> Conversion:
    """Convert every use that can be (inside `within`, if given); the rest is listed with its reasons.

    `whole` says what stays PyTorch as a whole, where the other files of a project have a say in it. With `comments`, a
    comment above each statement says what stays PyTorch in it; such comments that are not true any more go. Imports and
    helpers are added once; PyTorch imports that nothing uses any more go. Converting the result again changes nothing.
    """
    program = Program(document, catalogue, target, around=Surroundings(document, catalogue, target, whole))
    span = within or Span(0, len(document.data))
    edits = program.edits(span)
    converted, remaining, helpers = _sorted_findings(program, span)
    imports: list[Edit] = []
    inner: list[Edit] = []
    if within is None:
        kept = {finding.use.name.rpartition(".")[2] for finding in remaining}
        edits, imports, inner = tidy_edits(program, edits, helpers - kept)
    added = import_edits(program, [*edits, *imports], helpers, removed=imports, inner=inner)
    said = comment_edits(program, remaining) if comments else ()
    changes = [*edits, *imports, *inner, *added, *said]
    if within is None:
        changes = list(without_stale(program, remaining, changes))
    everything = indented(program.tree, ordered_edits(changes))
    text = apply_edits(document.data, everything).decode("utf-8", "surrogatepass")
    notes = tuple(dict.fromkeys(note for finding in converted for note in finding.notes))
    return Conversion(text, everything, tuple(converted), tuple(remaining), notes)


_AROUND = because_of("the expression around it", "")


def _sorted_findings(program: Program, span: Span) -> tuple[list[Finding], list[Finding], set[str]]:
    converted: list[Finding] = []
    remaining: list[Finding] = []
    helpers: set[str] = set()
    stays = 0
    for index in program.inside(span):
        use = program.uses[index]
        outcome = program.outcome(index)
        if outcome is None or index in program.gone:
            continue
        finding = finding_of(program, use, outcome)
        if outcome.reason:
            stays = max(stays, use.span.end)
            remaining.append(finding)
        elif use.span.start < stays:
            remaining.append(replace(finding, reason=_AROUND, message=f"{use.name} is not converted: {_AROUND}."))
        else:
            converted.append(finding)
            helpers |= outcome.helpers
    return converted, remaining, helpers
