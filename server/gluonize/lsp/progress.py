"""Progress of long work, shown where the client can, and its cancellation."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from lsprotocol import types

from gluonize.lsp.server import GluonizeServer

Report = Callable[[str, "float | None"], Awaitable[None]]


@asynccontextmanager
async def reporting(
    server: GluonizeServer, title: str, token: types.ProgressToken | None = None
) -> AsyncIterator[Report]:
    """Show `title` while the block runs; it is given a function that reports a stage and the share done, 0 to 1.

    The function raises CancelledError once the user has cancelled. `token` is the client's own, where it sent one.
    """
    shown = token if token is not None else await _create(server)
    progress = server.work_done_progress
    if shown is not None:
        progress.begin(shown, types.WorkDoneProgressBegin(title=title, cancellable=True, percentage=0))

    async def report(stage: str, share: float | None) -> None:
        await asyncio.sleep(0)
        if shown is None:
            return
        if progress.tokens[shown].cancelled():
            raise asyncio.CancelledError
        percentage = None if share is None else round(share * 100)
        progress.report(shown, types.WorkDoneProgressReport(message=stage, percentage=percentage, cancellable=True))

    try:
        yield report
    finally:
        if shown is not None:
            progress.end(shown, types.WorkDoneProgressEnd())
            progress.tokens.pop(shown, None)


async def _create(server: GluonizeServer) -> types.ProgressToken | None:
    if not server.client.progress:
        return None
    token = str(uuid.uuid4())
    await server.work_done_progress.create_async(token)
    return token
