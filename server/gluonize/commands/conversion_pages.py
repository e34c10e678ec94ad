"""The report of a conversion as JSON, as Markdown and as a page of HTML that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from gluonize.errors import UsageError

Render = Callable[[dict[str, Any]], str]


def renderer(path: Path) -> Render:
    """What writes a report into a file with this ending; raises UsageError for another one."""
    try:
        return _RENDERERS[path.suffix.lower()]
    except KeyError:
        raise UsageError(f"{path}: a report is written as .json, .md or .html") from None


def render_json(record: dict[str, Any]) -> str:
    """The report as JSON."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def render_markdown(record: dict[str, Any]) -> str:
    """The report as GitHub-flavoured Markdown."""
    return _environment(html=False).get_template("conversion.md.j2").render(record=record)


def render_html(record: dict[str, Any]) -> str:
    """The report as one self-contained page; light or dark as the reader's system is."""
    return _environment(html=True).get_template("conversion.html.j2").render(record=record)


_RENDERERS: dict[str, Render] = {".json": render_json, ".md": render_markdown, ".html": render_html}


def _environment(*, html: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("gluonize.commands"),
        autoescape=html,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    environment.filters["cell"] = lambda text: " ".join(str(text).split()).replace("|", "\\|")
    return environment
