"""The files that a comparison's report is written to."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from gluonize.files.sources import write
from gluonize.parity import Report, render_html, render_markdown


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the report goes; None leaves a form out, and "-" stands for standard output."""

    json: str | None
    html: Path | None
    markdown: Path | None

    def console(self) -> Console:
        """Where people read: standard output, unless the JSON has it to itself."""
        return Console(stderr=self.json == "-", emoji=False)

    def write_json(self, record: dict[str, Any]) -> None:
        if self.json is None:
            return
        text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        if self.json == "-":
            click.echo(text, nl=False)
        else:
            write(Path(self.json), text.encode())

    def write_pages(self, report: Report) -> Iterator[Path]:
        """Write the page and the Markdown that were asked for; their paths, one by one."""
        for path, render in ((self.html, render_html), (self.markdown, render_markdown)):
            if path is not None:
                write(path, render(report).encode())
                yield path


def output_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options that say where a report goes; the command gets them as `outputs`."""
    page = click.Path(path_type=Path)

    @click.option("--json", "json_path", metavar="FILE", help="Write the report as JSON; - is standard output.")
    @click.option("--html", "html_path", metavar="FILE", type=page, help="Write the report as a page.")
    @click.option("--markdown", "markdown_path", metavar="FILE", type=page, help="Write the report as Markdown.")
    @functools.wraps(function)
    def command(
        *args: Any, json_path: str | None, html_path: Path | None, markdown_path: Path | None, **given: Any
    ) -> None:
        function(*args, outputs=Outputs(json_path, html_path, markdown_path), **given)

    return command
