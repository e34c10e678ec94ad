"""Findings as JSON, the same in every command's output."""

from __future__ import annotations

from typing import Any

from gluonize.features.diagnostics import DEFAULT_SEVERITIES
from gluonize.files.programs import Program
from gluonize.rewriter.model import Finding


def finding_record(program: Program, finding: Finding) -> dict[str, Any]:
    """One finding with its place, as JSON; lines and columns count from 1, columns in characters."""
    start, end = program.at(finding.span.start), program.at(finding.span.end)
    place: dict[str, Any] = {"path": program.name}
    if start.cell is not None:
        place["cell"] = start.cell
    return place | {
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "code": finding.category.value,
        "severity": DEFAULT_SEVERITIES[finding.category],
        "name": finding.use.name,
        "message": finding.explained,
        "convertible": finding.convertible,
        "replacement": finding.replacement,
        "reason": finding.reason,
        "notes": list(finding.notes),
    }
