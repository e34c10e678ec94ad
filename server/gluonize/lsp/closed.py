"""Diagnostics of the workspace's files that are not open."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path

from gluonize.analysis.model import Span
from gluonize.errors import GluonizeError
from gluonize.features.diagnostics import diagnose
from gluonize.files.notebooks import parse_notebook
from gluonize.files.sources import read
from gluonize.files.walk import is_source, walk
from gluonize.lsp.convert import diagnostic
from gluonize.lsp.documents import Program, new_part
from gluonize.lsp.positions import Text
from gluonize.lsp.server import GluonizeServer
from gluonize.lsp.wire import Json, array, members, number, quoted

logger = logging.getLogger(__name__)


async def closed_reports(server: GluonizeServer, known: Mapping[str, str]) -> AsyncIterator[Json]:
    """A report for each Python file and notebook of the workspace's folders that is not open.

    `known` holds the result ids that the client has. Between two files the server answers other messages.
    """
    for path, program in files(server):
        if program is not None:
            continue
        uri = from_fs_path(str(path)) or ""
        await asyncio.sleep(0)
        try:
            yield _report(server, path, uri, known.get(uri))
        except (GluonizeError, OSError) as error:
            logger.info("%s is left out: %s", path, error)


def files(server: GluonizeServer) -> Iterator[tuple[Path, Program | None]]:
    """The Python files and notebooks of the workspace, each with its program where it is open."""
    for folder in server.folders:
        root = to_fs_path(folder)
        if root is None or not Path(root).is_dir():
            continue
        for path in walk(Path(root), exclude=server.settings.ignore):
            if is_source(path):
                yield path, server.documents.program(from_fs_path(str(path)) or "")


def _report(server: GluonizeServer, path: Path, uri: str, previous: str | None) -> Json:
    status = path.stat()
    identity = f"{status.st_mtime_ns}.{status.st_size}.{server.settings_revision}"
    about = {"uri": quoted(uri), "version": number(None), "resultId": quoted(identity)}
    if identity == previous:
        return members(kind=quoted("unchanged"), **about)
    return members(kind=quoted("full"), items=array(_diagnostics(server, path, uri)), **about)


def _diagnostics(server: GluonizeServer, path: Path, uri: str) -> list[Json]:
    raw = read(path).text
    notebook = parse_notebook(raw) if path.suffix == ".ipynb" else None
    text = notebook.text if notebook is not None else raw
    program = Program(uri, [new_part(uri, None, Text(text, server.encoding), notebook=notebook is not None)])
    part = program.parts[0]
    visible = program.suppressions().visible(program.findings(server.catalogue, server.settings.target))
    found = diagnose(visible, server.settings.severity)
    if notebook is not None:
        # The file holds JSON: a finding is shown where its line's string stands in it.
        places = line_places(raw, text)
        found = tuple(
            diagnosis._replace(span=places[part.text.position(diagnosis.span.start).line]) for diagnosis in found
        )
        part = new_part(uri, None, Text(raw, server.encoding), notebook=False)
    return [diagnostic(program, part, item, server.client, server.settings.docs_url) for item in found]


def line_places(raw: str, text: str) -> list[Span]:
    """Where each line of a notebook's joined code `text` stands in the notebook's JSON `raw`, in bytes.

    A line that is not found as it would be written by Jupyter has the place of the one before it.
    """
    places: list[Span] = []
    position, before = 0, Span(0, 0)
    for line in text.split("\n"):
        forms = (json.dumps(line, ensure_ascii=ascii_only)[1:-1] for ascii_only in (False, True))
        form, found = next(((form, at) for form in forms if form and (at := raw.find(form, position)) >= 0), ("", -1))
        if found >= 0:
            start = len(raw[:found].encode())
            before = Span(start, start + len(form.encode()))
            position = found + len(form)
        places.append(before)
    return places
