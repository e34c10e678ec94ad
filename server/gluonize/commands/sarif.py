"""Findings as a SARIF 2.1.0 log, the format that code-scanning services read."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from gluonize import __version__
from gluonize.catalogue import Category
from gluonize.commands.checking import Results
from gluonize.features.diagnostics import DEFAULT_SEVERITIES
from gluonize.features.hover import PHRASES
from gluonize.files.programs import Program
from gluonize.lsp.settings import DOCS_URL
from gluonize.rewriter.model import Finding

_LEVELS = {"error": "error", "warning": "warning", "information": "note", "hint": "note"}
_RULES = {category: index for index, category in enumerate(Category)}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(results: Results) -> dict[str, Any]:
    """The log of one run; regions count columns in UTF-16 code units, as `columnKind` says."""
    driver = {
        "name": "gluonize",
        "semanticVersion": __version__,
        "informationUri": DOCS_URL,
        "rules": [_rule(category) for category in Category],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(program, finding) for program, finding in results.rows],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _problems(results)}],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(category: Category) -> dict[str, Any]:
    return {
        "id": category.value,
        "name": category.value.title().replace("-", ""),
        "shortDescription": {"text": PHRASES[category]},
        "helpUri": f"{DOCS_URL}codes/#{category.value}",
        "defaultConfiguration": {"level": _LEVELS[DEFAULT_SEVERITIES[category]]},
    }


def _result(program: Program, finding: Finding) -> dict[str, Any]:
    return {
        "ruleId": finding.category.value,
        "ruleIndex": _RULES[finding.category],
        "level": _LEVELS[DEFAULT_SEVERITIES[finding.category]],
        "message": {"text": finding.explained},
        "locations": [_location(program, finding)],
    }


def _location(program: Program, finding: Finding) -> dict[str, Any]:
    """A region of the file; in a notebook, whose lines are not those of its JSON, the cell by name."""
    start, end = program.at(finding.span.start), program.at(finding.span.end)
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(program.name)}}
    if start.cell is not None:
        name = f"cell {start.cell}, line {start.line}, column {start.column}"
        return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": name}]}
    physical["region"] = {
        "startLine": start.line,
        "startColumn": start.utf16,
        "endLine": end.line,
        "endColumn": end.utf16,
    }
    return {"physicalLocation": physical}


def _problems(results: Results) -> list[dict[str, Any]]:
    return [
        {
            "level": "error",
            "message": {"text": file.problem},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(str(file.path))}}}],
        }
        for file in results.problems
    ]


def _uri(name: str) -> str:
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
