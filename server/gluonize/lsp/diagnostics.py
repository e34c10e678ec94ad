"""Diagnostics, pushed with the document's version, or pulled where the client asks for them.

A change schedules a push for as soon as the messages that have already arrived are handled: at once when the server is
idle, once for many edits under a backlog, and always of the newest text.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types
from pathspec import GitIgnoreSpec
from pygls.uris import to_fs_path

from gluonize.lsp import outcomes
from gluonize.lsp.closed import closed_reports
from gluonize.lsp.documents import Part, Program
from gluonize.lsp.learning import PAUSE_SECONDS, Inferrer, learn_project
from gluonize.lsp.marks import Mark
from gluonize.lsp.rendering import render
from gluonize.lsp.server import GluonizeServer
from gluonize.lsp.wire import Json, array, joined, members, number, quoted

logger = logging.getLogger(__name__)


def changed(server: GluonizeServer, program: Program) -> None:
    """Push a program's diagnostics as soon as nothing newer is waiting; a client that pulls is left to ask."""
    _learn_later(server, program)
    if server.client.pull_diagnostics:
        return
    _schedule(server, program)


def _schedule(server: GluonizeServer, program: Program) -> None:
    if not server.waiting:
        asyncio.get_running_loop().call_soon(_push_waiting, server)
    server.waiting[program.uri] = program


def compared(server: GluonizeServer, program: Program, marks: tuple[Mark, ...]) -> None:
    """Show what a comparison found in the place of what the one before found."""
    if not marks and not program.marks:
        return
    program.mark(marks)
    _show_again(server, program)
    if server.client.refresh_inlay_hints:
        server.workspace_inlay_hint_refresh(None)


def clear(server: GluonizeServer, uris: Iterable[str]) -> None:
    """Take back the diagnostics of texts that were closed."""
    if not server.client.pull_diagnostics:
        for uri in uris:
            server.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, {"uri": uri, "diagnostics": []})


def refresh(server: GluonizeServer) -> None:
    """Show everything anew, after the settings changed."""
    for program in server.documents:
        changed(server, program)
    client = server.client
    if client.pull_diagnostics and client.refresh_diagnostics:
        server.workspace_diagnostic_refresh(None)
    if client.refresh_inlay_hints:
        server.workspace_inlay_hint_refresh(None)
    if client.refresh_code_lens:
        server.workspace_code_lens_refresh(None)


def pull(server: GluonizeServer, params: types.DocumentDiagnosticParams) -> Json:
    """The diagnostics of one open text as it is now, or that they are what the client has."""
    found = server.documents.find(params.text_document.uri)
    if found is None:
        return Json('{"kind":"full","items":[]}')
    return _report(server, *found, params.previous_result_id)


async def pull_workspace(server: GluonizeServer, params: types.WorkspaceDiagnosticParams) -> Json:
    """The diagnostics of every Python file and notebook of the workspace, open or not."""
    known = {previous.uri: previous.value for previous in params.previous_result_ids}
    reports = [
        _report(server, program, part, known.get(part.uri), uri=quoted(part.uri), version=number(part.version))
        for program in server.documents
        for part in program.parts
    ]
    async for report in closed_reports(server, known):
        reports.append(report)
    return members(items=array(reports))


def _learn_later(server: GluonizeServer, program: Program) -> None:
    """Look further once the user pauses."""
    loop = asyncio.get_running_loop()
    if server.pause is not None:
        server.pause.cancel()
    server.curious[program.uri] = program
    server.pause = loop.call_later(PAUSE_SECONDS, lambda: loop.create_task(_learn(server)))


async def _learn(server: GluonizeServer) -> None:
    server.inferrer = server.inferrer or Inferrer()
    curious, server.curious = server.curious, {}
    for program in curious.values():
        try:
            if await learn_project(program, server.folders):
                _show_again(server, program)
            if await server.inferrer.learn(program, server.folders):
                _show_again(server, program)
        except Exception:
            logger.exception("nothing was learnt for %s", program.uri)


def _show_again(server: GluonizeServer, program: Program) -> None:
    if not server.client.pull_diagnostics:
        _schedule(server, program)
    elif server.client.refresh_diagnostics:
        server.workspace_diagnostic_refresh(None)


def _push_waiting(server: GluonizeServer) -> None:
    waiting, server.waiting = server.waiting, {}
    for program in waiting.values():
        if server.documents.program(program.uri) is not program:
            continue
        try:
            _push(server, program)
        except Exception:
            logger.exception("the diagnostics of %s failed", program.uri)


def _push(server: GluonizeServer, program: Program) -> None:
    for part, items in _by_part(server, program):
        params = members(uri=quoted(part.uri), version=number(part.version), diagnostics=items)
        server.protocol.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)


def _report(server: GluonizeServer, program: Program, part: Part, previous: str | None, **about: Json) -> Json:
    identity = f"{program.serial}.{program.revision}.{server.settings_revision}"
    if identity == previous:
        return members(kind=quoted("unchanged"), resultId=quoted(identity), **about)
    items = next(items for found, items in _by_part(server, program) if found is part)
    return members(kind=quoted("full"), resultId=quoted(identity), items=items, **about)


def _by_part(server: GluonizeServer, program: Program) -> list[tuple[Part, Json]]:
    if _ignored(server, program.uri):
        return [(part, array(())) for part in program.parts]
    rendered = render(program, server.catalogue, server.client, server.settings)
    if not program.marks:
        return rendered
    return [(part, joined(items, array(outcomes.diagnostics(program, part)))) for part, items in rendered]


def _ignored(server: GluonizeServer, uri: str) -> bool:
    """Whether the user's patterns leave out a file, as seen from one of the workspace's folders."""
    path = to_fs_path(uri)
    if not server.settings.ignore or path is None:
        return False
    spec = GitIgnoreSpec.from_lines(server.settings.ignore)
    for folder in server.folders:
        root = to_fs_path(folder)
        if root is not None and Path(path).is_relative_to(root):
            return spec.match_file(Path(path).relative_to(root).as_posix())
    return spec.match_file(Path(path).name)
