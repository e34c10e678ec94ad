"""The language server of one client: what it knows."""

from __future__ import annotations

import asyncio
import gc
import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from gluonize import __version__
from gluonize.catalogue import Catalogue, load_catalogue
from gluonize.lsp.client import Client
from gluonize.lsp.documents import Program
from gluonize.lsp.learning import Inferrer
from gluonize.lsp.positions import Encoding
from gluonize.lsp.protocol import Protocol
from gluonize.lsp.registry import Documents
from gluonize.lsp.settings import Settings
from gluonize.lsp.stdio import serve_stdio

_COLLECT_SELDOM = (50_000, 20, 50)

logger = logging.getLogger(__name__)


class GluonizeServer(LanguageServer):
    """The server of one client: its open documents, its settings, and what it offers."""

    def __init__(self) -> None:
        super().__init__(
            "gluonize", __version__, protocol_cls=Protocol, notebook_document_sync=_NOTEBOOKS, max_workers=2
        )
        self.catalogue: Catalogue = load_catalogue()
        self.documents = Documents()
        self.client = Client()
        self.settings = Settings()
        self.settings_revision = 0
        self.folders: tuple[str, ...] = ()
        self.waiting: dict[str, Program] = {}
        """The programs whose diagnostics are to be pushed."""
        self.inferrer: Inferrer | None = None
        self.curious: dict[str, Program] = {}
        """The programs to look further into when the user pauses."""
        self.pause: asyncio.TimerHandle | None = None
        self.comparison = asyncio.Lock()
        """Held by the comparison that runs: others wait, as they would disturb its times and share its memory."""

    @property
    def encoding(self) -> Encoding:
        """The negotiated unit of positions."""
        encoding = self.workspace.position_encoding
        return encoding if encoding in ("utf-8", "utf-32") else "utf-16"  # type: ignore[return-value]

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log only: some clients show a message as a dialog for every open document."""
        logger.error("%s: %s", getattr(source, "__name__", source), error)

    def log(self, message: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Write a sentence to the client's log."""
        self.window_log_message(types.LogMessageParams(kind, message))

    def run(self, tcp: tuple[str, int] | None = None) -> int:
        """Serve one client, over stdio or on the address `tcp`; the exit code."""
        # What is loaded by now stays: the collector, whose pauses a keystroke would feel, need not look at it again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_COLLECT_SELDOM)
        try:
            if tcp is None:
                asyncio.run(serve_stdio(self))
            else:
                self.start_tcp(*tcp)
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 1
        except (KeyboardInterrupt, BrokenPipeError, asyncio.IncompleteReadError):
            logger.info("the connection is closed")
        finally:
            if self.inferrer is not None:
                self.inferrer.stop()
        return 0


def _unexpected(record: logging.LogRecord) -> bool:
    """Whether a record of pygls is of more than an answer that says no: that is logged in one sentence as it is."""
    return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcException))


logging.getLogger("pygls.protocol.json_rpc").addFilter(_unexpected)

_NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithCells(
            notebook=types.NotebookDocumentFilterNotebookType(notebook_type="*"),
            cells=[types.NotebookCellLanguage(language="python")],
        )
    ],
    save=True,
)
