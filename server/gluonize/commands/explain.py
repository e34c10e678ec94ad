"""`gluonize explain`: the catalogue's card of a name."""

from __future__ import annotations

import json
import re
from typing import Any

import click
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from gluonize.catalogue import TARGETS, load_catalogue
from gluonize.commands.cards import card

_PLACEHOLDER = re.compile(r"\$\*?(\w+)!?")
_COLOURS = {"exact": "green", "differs": "yellow", "structural": "cyan", "none": "red", "unknown": "red"}
_MEANINGS = {
    "exact": "the same numbers",
    "differs": "read the notes: something differs",
    "structural": "the code around it changes, too",
    "none": "MXNet has no equivalent",
    "unknown": "not in the catalogue",
}


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list with one object per name.")
def command(names: tuple[str, ...], as_json: bool) -> None:
    """Show what MXNet has for a PyTorch name, or which PyTorch names an MXNet name stands for.

    Aliases are understood (F.relu, nn.Linear, Tensor.view, mx.nd.clip). Exit code 1: a name is not in the catalogue.
    """
    catalogue = load_catalogue()
    cards = [card(catalogue, name) for name in names]
    if as_json:
        click.echo(json.dumps(cards, indent=2, ensure_ascii=False))
    else:
        console = Console(emoji=False)
        for shown in cards:
            console.print(_panel(shown))
    if any(shown["status"] == "unknown" for shown in cards):
        raise SystemExit(1)


def _panel(shown: dict[str, Any]) -> Panel:
    status: str = shown["status"]
    title = f"[bold]{escape(shown['qualified'] or shown['torch'])}[/]"
    head = f"[{_COLOURS[status]}]{status}[/]: {_MEANINGS[status]}"
    if shown["category"]:
        head += f" ([dim]{shown['category']}[/])"
    parts: list[RenderableType] = [Text.from_markup(head), *_body(shown)]
    return Panel(Group(*parts), title=title, title_align="left", border_style=_COLOURS[status])


def _body(shown: dict[str, Any]) -> list[RenderableType]:
    if shown["near"]:
        return [Text("Did you mean " + ", ".join(shown["near"]) + "?")]
    parts: list[RenderableType] = []
    if shown["pytorch"]:
        parts.append(Text("From PyTorch: " + ", ".join(shown["pytorch"])))
        return parts + [Text("- " + note) for note in shown["notes"]]
    for overload in shown["overloads"]:
        parts += _overload(overload)
    for hint in shown["hints"]:
        parts += [Text(f"\nAlso in MXNet: {hint['title'].lower()}", style="bold"), Text(hint["text"])]
        parts.append(Padding(Syntax(hint["code"], "python", background_color="default"), (0, 0, 0, 2)))
    if shown["evidence"] is not None:
        parts.append(Text(_evidence(shown["evidence"]), style="dim"))
    return parts


def _overload(overload: dict[str, Any]) -> list[RenderableType]:
    lines = Table.grid(padding=(0, 2))
    if overload["signature"]:
        lines.add_row(Text("torch", style="bold"), Text(overload["signature"]))
    for target in TARGETS:
        if overload[target]:
            lines.add_row(Text(target, style="bold"), Text(_PLACEHOLDER.sub(r"\1", overload[target])))
    parts: list[RenderableType] = [Text(), lines]
    noted = [argument for argument in overload["arguments"] if argument["note"] or argument["handling"] != "used"]
    if noted:
        table = Table("argument", "default", "is", "note", box=None, padding=(0, 2, 0, 0))
        for argument in noted:
            row = (argument["name"], argument["default"] or "", argument["handling"], argument["note"])
            table.add_row(*map(escape, row))
        parts.append(table)
    return parts + [Text("- " + note) for note in overload["notes"]]


def _evidence(evidence: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in evidence["versions"].items())
    verdict = "agreed" if evidence["passed"] else "FAILED"
    cases = f"{evidence['cases']} cases {verdict} on {', '.join(evidence['dtypes']) or 'their own dtypes'}"
    return f"\nRun: {cases}; largest error {evidence['max_abs_error']:.2g}; gradient {evidence['gradient']}; {versions}"
