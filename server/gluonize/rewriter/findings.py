"""Findings: what Gluonize says of each use, and the fix of one."""

from __future__ import annotations

from dataclasses import replace

from gluonize.analysis import Document, Unit, Use, shift
from gluonize.catalogue import Catalogue, Category, Target
from gluonize.rewriter.blocks import indented
from gluonize.rewriter.imports import import_edits
from gluonize.rewriter.model import Edit, Finding, Outcome, ordered_edits
from gluonize.rewriter.program import Program, own_units
from gluonize.rewriter.surroundings import Surroundings

_LONG = 80


Judged = tuple[int, tuple[Finding, ...]]


def judged(document: Document, catalogue: Catalogue, target: Target) -> list[Judged]:
    """The findings of each top-level statement: its offset, and findings with offsets relative to it.

    Only statements that changed since the last call are judged again; the tuple of an unchanged one is the same object.
    """
    around = Surroundings(document, catalogue, target)
    key = ("findings", target, around.key)
    result: list[Judged] = []
    for start, unit in own_units(document):
        found = unit.memo.get(key)
        if not isinstance(found, tuple):
            found = unit.memo[key] = _judge_unit(document, catalogue, target, start, unit, around)
        result.append((start, found))
    return result


def _judge_unit(
    document: Document, catalogue: Catalogue, target: Target, start: int, unit: Unit, around: Surroundings
) -> tuple[Finding, ...]:
    program = Program(document, catalogue, target, [shift(use, start) for use in unit.uses], around)
    found: list[Finding] = []
    for index, use in enumerate(program.uses):
        outcome = program.outcome(index)
        if outcome is not None and index not in program.gone:
            finding = finding_of(program, use, outcome)
            found.append(replace(finding, use=shift(use, -start)))
    return tuple(found)


def findings(document: Document, catalogue: Catalogue, target: Target) -> tuple[Finding, ...]:
    """One finding per use that the catalogue or a rule has something to say of, ordered by start."""
    return tuple(
        replace(finding, use=shift(finding.use, start))
        for start, group in judged(document, catalogue, target)
        for finding in group
    )


def judge(document: Document, catalogue: Catalogue, target: Target, use: Use) -> Finding | None:
    """The finding of one use (with offsets of the document); None when there is nothing to say of it."""
    for start, unit in document.units():
        if start <= use.span.start and use.span.end <= start + len(unit.text):
            program = Program(document, catalogue, target, [shift(item, start) for item in unit.uses])
            for index, item in enumerate(program.uses):
                if item == use:
                    outcome = program.outcome(index)
                    return None if outcome is None else finding_of(program, use, outcome)
    return None


def finding_of(program: Program, use: Use, outcome: Outcome) -> Finding:
    """The finding that an outcome amounts to."""
    replacement = None if outcome.reason else _replacement(program, use)
    return Finding(
        use=use,
        entry=outcome.entry,
        category=outcome.category,
        message=_message(use, outcome, replacement),
        replacement=replacement,
        reason=outcome.reason,
        notes=outcome.notes,
        rule=outcome.rule,
    )


def _replacement(program: Program, use: Use) -> str:
    return program.converted(use.span)


def _message(use: Use, outcome: Outcome, replacement: str | None) -> str:
    if outcome.category is Category.UNRESOLVED:
        return f"Possibly {use.name}: {outcome.reason}."
    if outcome.reason:
        text = f"{use.name} is not converted: {outcome.reason.rstrip('.')}."
        if outcome.entry is not None and outcome.entry.instead:
            text += f" {outcome.entry.instead}"
        return text
    if outcome.category is Category.DELETABLE:
        return f"{use.name} is not needed in MXNet."
    if outcome.category is Category.IDENTICAL:
        return f"{use.name} is the same in MXNet."
    if outcome.rule == "training_loop":
        return "The forward pass of this backward() goes under mx.autograd.record()."
    if use.kind == "instantiate":
        return "A Gluon network is initialised after it is built."
    shown = " ".join((replacement or "").split())
    shown = shown if len(shown) <= _LONG else shown[: _LONG - 1] + "…"
    return f"{use.name} is {shown} in MXNet."


def quick_fix(document: Document, catalogue: Catalogue, target: Target, finding: Finding) -> tuple[Edit, ...]:
    """The edits that put one finding's equivalent in place, the uses in its arguments and the import included.

    Empty when the finding is not convertible or no longer describes the text.
    """
    program = Program(document, catalogue, target)
    for index, use in enumerate(program.uses):
        if use.span != finding.use.span or use.name != finding.use.name or use.kind != finding.use.kind:
            continue
        outcome = program.outcome(index)
        if outcome is None or outcome.reason:
            return ()
        edits = [*outcome.edits, *outcome.around] if outcome.absorbs else program.edits(use.span)
        everything = [*edits, *import_edits(program, edits, outcome.helpers)]
        return indented(program.tree, ordered_edits(everything))
    return ()
