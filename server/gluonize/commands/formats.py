"""The ways in which `gluonize check` prints its results."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from gluonize import __version__
from gluonize.catalogue import Category
from gluonize.commands.checking import Results
from gluonize.commands.records import finding_record
from gluonize.commands.sarif import sarif_log
from gluonize.features.diagnostics import DEFAULT_SEVERITIES
from gluonize.features.readiness import Readiness

_COLOURS = {"automatic": "green", "noted": "yellow", "never": "red"}
_LEVELS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def print_text(results: Results) -> None:
    """One line per finding, then the readiness table."""
    for program, finding in results.rows:
        place = program.at(finding.span.start).named(program.name)
        code = click.style(finding.category.value, fg=_COLOURS[finding.category.policy])
        click.echo(f"{place}: {code}: {finding.explained}")
    for file in results.problems:
        click.echo(f"{file.path}: {click.style('problem', fg='red')}: {file.problem}")
    _print_readiness(results.readiness, len(results.files))


def print_json(results: Results) -> None:
    """One JSON object: the findings, the problems and the readiness."""
    click.echo(json.dumps(_as_json(results), indent=2, ensure_ascii=False))


def print_sarif(results: Results) -> None:
    """A SARIF 2.1.0 log."""
    click.echo(json.dumps(sarif_log(results), indent=2, ensure_ascii=False))


def print_github(results: Results) -> None:
    """Workflow commands that become annotations of a pull request."""
    for program, finding in results.rows:
        start, end = program.at(finding.span.start), program.at(finding.span.end)
        place = {"file": program.name, "title": f"gluonize {finding.category.value}"}
        text = finding.explained
        if start.cell is None:
            place |= {"line": str(start.line), "col": str(start.column)}
            place |= {"endLine": str(end.line), "endColumn": str(end.column)}
        else:
            text = f"cell {start.cell}, line {start.line}: {text}"
        properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in place.items())
        level = _LEVELS[DEFAULT_SEVERITIES[finding.category]]
        click.echo(f"::{level} {properties}::{_escaped(text)}")
    for file in results.problems:
        click.echo(f"::error file={_escaped(str(file.path), ':,')}::{_escaped(file.problem)}")


def _as_json(results: Results) -> dict[str, Any]:
    return {
        "gluonize": __version__,
        "target": results.target,
        "files": len(results.files),
        "findings": [finding_record(program, finding) for program, finding in results.rows],
        "problems": [{"path": str(file.path), "message": file.problem} for file in results.problems],
        "readiness": results.readiness.as_json(),
    }


def _print_readiness(found: Readiness, files: int) -> None:
    console = Console(emoji=False)
    counted = f"{files} file{'' if files == 1 else 's'}"
    if not found.total:
        console.print(f"Nothing of PyTorch to convert in {counted}.", highlight=False)
        return
    table = Table(title=f"Readiness of {counted}, {found.total} uses of PyTorch", title_justify="left")
    for header, justify in (("converts", "left"), ("uses", "right"), ("share", "right"), ("categories", "left")):
        table.add_column(header, justify=justify)  # type: ignore[arg-type]
    for label, policy, count, share in (
        ("automatically", "automatic", found.automatic, found.automatic_share),
        ("with a note to read", "noted", found.noted, found.noted_share),
        ("not at all", "never", found.never, found.never_share),
    ):
        table.add_row(f"[{_COLOURS[policy]}]{label}[/]", str(count), f"{share:.0%}", _categories(found, policy))
    console.print(table)


def _categories(found: Readiness, policy: str) -> str:
    counted: list[tuple[Category, int]] = [pair for pair in found.by_category if pair[0].policy == policy]
    return ", ".join(f"{category.value} {count}" for category, count in counted)


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS: dict[str, Callable[[Results], None]] = {
    "text": print_text,
    "json": print_json,
    "sarif": print_sarif,
    "github": print_github,
}
