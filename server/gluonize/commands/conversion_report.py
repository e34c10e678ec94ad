"""What `gluonize convert` did, as JSON and for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape

from gluonize import __version__
from gluonize.catalogue import Target
from gluonize.commands.blockers import blockers
from gluonize.commands.conversion import Outcome
from gluonize.commands.records import finding_record
from gluonize.features.readiness import readiness
from gluonize.files.programs import Program
from gluonize.rewriter.model import Conversion


def report(outcomes: Sequence[Outcome], target: Target) -> dict[str, Any]:
    """The JSON report of one call: its files in order, the totals, and the readiness of all files together."""
    statuses = Counter(outcome.status for outcome in outcomes)
    conversions = [outcome.conversion for outcome in outcomes if outcome.conversion is not None]
    findings = [finding for conversion in conversions for finding in (*conversion.converted, *conversion.remaining)]
    return {
        "gluonize": __version__,
        "target": target,
        "totals": {
            "files": len(outcomes),
            **{status: statuses[status] for status in ("converted", "unchanged", "copied", "skipped")},
            "calls_converted": sum(len(conversion.converted) for conversion in conversions),
            "calls_remaining": sum(len(conversion.remaining) for conversion in conversions),
        },
        "readiness": readiness(findings).as_json(),
        "blockers": [blocker.as_json() for blocker in blockers(_programs(outcomes))],
        "files": [_file_record(outcome) for outcome in outcomes],
    }


def _programs(outcomes: Sequence[Outcome]) -> Iterator[tuple[Program, Conversion]]:
    for outcome in outcomes:
        if outcome.program is not None and outcome.conversion is not None:
            yield outcome.program, outcome.conversion


def summarise(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print what remains to be done, file by file, and one line of totals."""
    for outcome in outcomes:
        name = str(outcome.job.path)
        if outcome.status == "skipped":
            console.print(f"[red]skipped[/] {escape(name)}: {escape(outcome.reason)}", soft_wrap=True, highlight=False)
        for line in _remarks(outcome):
            console.print(line, soft_wrap=True, highlight=False)
    console.print(_totals(outcomes), soft_wrap=True, highlight=False)


def _remarks(outcome: Outcome) -> list[str]:
    if outcome.program is None or outcome.conversion is None:
        return []
    lines = []
    for finding in outcome.conversion.remaining:
        place = outcome.program.at(finding.span.start).named(outcome.program.name)
        lines.append(f"[yellow]left[/] {escape(place)}: {escape(finding.category.value)}: {escape(finding.explained)}")
    for note in outcome.conversion.notes:
        lines.append(f"[cyan]note[/] {escape(outcome.program.name)}: {escape(note)}")
    return lines


def _totals(outcomes: Sequence[Outcome]) -> str:
    statuses = Counter(outcome.status for outcome in outcomes)
    conversions = [outcome.conversion for outcome in outcomes if outcome.conversion is not None]
    converted = sum(len(conversion.converted) for conversion in conversions)
    remaining = sum(len(conversion.remaining) for conversion in conversions)
    files = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    return f"{files or 'no Python files'}; {converted} uses of PyTorch converted, {remaining} left"


def _file_record(outcome: Outcome) -> dict[str, Any]:
    record: dict[str, Any] = {
        "path": str(outcome.job.path),
        "output": None if outcome.job.output is None else str(outcome.job.output),
        "status": outcome.status,
        "reason": outcome.reason,
    }
    program, conversion = outcome.program, outcome.conversion
    if program is None or conversion is None:
        return record | {"converted": 0, "readiness": readiness(()).as_json(), "remaining": [], "notes": []}
    return record | {
        "converted": len(conversion.converted),
        "readiness": readiness((*conversion.converted, *conversion.remaining)).as_json(),
        "remaining": [finding_record(program, finding) for finding in conversion.remaining],
        "notes": list(conversion.notes),
    }
