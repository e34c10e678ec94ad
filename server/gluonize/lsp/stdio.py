"""Standard input and output as the transport.

A thread hands on whatever has arrived in one piece, so all messages that wait are handled before the event loop turns
to the work that they scheduled: that is how edits coalesce under a backlog and never wait when there is none.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from typing import BinaryIO

from pygls.io_ import StdoutWriter, run_async
from pygls.server import JsonRPCServer

_CHUNK = 1 << 20
_LONGEST_MESSAGE = 1 << 30

logger = logging.getLogger(__name__)


async def serve_stdio(server: JsonRPCServer) -> None:
    """Serve the client at the other end of standard input and output until it closes them or asks to end."""
    reader = asyncio.StreamReader(limit=_LONGEST_MESSAGE)
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=_feed, args=(sys.stdin.fileno(), reader, loop), name="stdin", daemon=True)
    server.protocol.set_writer(StdoutWriter(_take_stdout()))
    thread.start()
    await run_async(
        stop_event=threading.Event(),
        reader=reader,
        protocol=server.protocol,
        logger=logger,
        error_handler=server.report_server_error,
    )


def _feed(descriptor: int, reader: asyncio.StreamReader, loop: asyncio.AbstractEventLoop) -> None:
    try:
        while data := os.read(descriptor, _CHUNK):
            loop.call_soon_threadsafe(reader.feed_data, data)
        loop.call_soon_threadsafe(reader.feed_eof)
    except (OSError, RuntimeError):
        logger.info("standard input is closed")


def _take_stdout() -> BinaryIO:
    """Standard output for the protocol alone: whatever else is printed goes to standard error."""
    sys.stdout.flush()
    protocol = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return protocol
