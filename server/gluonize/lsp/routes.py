"""Which function answers which message of the protocol, and what happens when one fails."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from gluonize.errors import GluonizeError
from gluonize.features.code_actions import COMPARE, FIX_ALL, QUICK_FIX, REWRITE
from gluonize.lsp import actions, commands, configuration, diagnostics, reading, sync
from gluonize.lsp.server import GluonizeServer
from gluonize.lsp.wire import Json

Handler = Callable[[GluonizeServer, Any], Any]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Route:
    """A method of the protocol, who answers it, and what the client gets when that fails."""

    method: str
    handler: Handler
    options: Any = None
    failed: Any = None


ROUTES = (
    Route(types.INITIALIZE, configuration.initialize),
    Route(types.INITIALIZED, configuration.initialized),
    Route(types.WORKSPACE_DID_CHANGE_CONFIGURATION, configuration.did_change),
    Route(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, configuration.did_change_folders),
    Route(types.TEXT_DOCUMENT_DID_OPEN, sync.did_open),
    Route(types.TEXT_DOCUMENT_DID_CHANGE, sync.did_change),
    Route(types.TEXT_DOCUMENT_DID_SAVE, sync.did_save),
    Route(types.TEXT_DOCUMENT_DID_CLOSE, sync.did_close),
    Route(types.NOTEBOOK_DOCUMENT_DID_OPEN, sync.did_open_notebook),
    Route(types.NOTEBOOK_DOCUMENT_DID_CHANGE, sync.did_change_notebook),
    Route(types.NOTEBOOK_DOCUMENT_DID_SAVE, sync.did_save_notebook),
    Route(types.NOTEBOOK_DOCUMENT_DID_CLOSE, sync.did_close_notebook),
    Route(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        diagnostics.pull,
        types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=True, identifier="gluonize"),
        failed=Json('{"kind":"full","items":[]}'),
    ),
    Route(types.WORKSPACE_DIAGNOSTIC, diagnostics.pull_workspace, failed=Json('{"items":[]}')),
    Route(types.TEXT_DOCUMENT_HOVER, reading.hover),
    Route(types.TEXT_DOCUMENT_INLAY_HINT, reading.inlay_hints),
    Route(types.TEXT_DOCUMENT_CODE_LENS, reading.code_lenses),
    Route(
        types.TEXT_DOCUMENT_CODE_ACTION,
        actions.offer,
        types.CodeActionOptions(code_action_kinds=[QUICK_FIX, REWRITE, COMPARE, FIX_ALL], resolve_provider=True),
    ),
    Route(types.CODE_ACTION_RESOLVE, actions.resolve),
    Route(
        types.WORKSPACE_EXECUTE_COMMAND,
        commands.execute,
        types.ExecuteCommandOptions(list(commands.COMMANDS), work_done_progress=True),
    ),
)


def create_server() -> GluonizeServer:
    """A server with every feature registered, not yet running."""
    server = GluonizeServer()
    for route in ROUTES:
        server.feature(route.method, route.options)(_guarded(server, route.handler, route.failed))
    return server


def _guarded(server: GluonizeServer, handler: Handler, failed: Any) -> Callable[[Any], Any]:
    """The one boundary: an error of a handler is logged and answered with `failed`, and the server lives on.

    An error of ours is meant for a person and goes to the client as it is.
    """
    if inspect.iscoroutinefunction(handler):

        async def answer_later(params: Any = None) -> Any:
            try:
                return await handler(server, params)
            except Exception as error:
                return _failure(handler, error, failed)

        return answer_later

    def answer(params: Any = None) -> Any:
        try:
            return handler(server, params)
        except Exception as error:
            return _failure(handler, error, failed)

    return answer


def _failure(handler: Handler, error: Exception, failed: Any) -> Any:
    if isinstance(error, GluonizeError):
        raise JsonRpcInternalError(str(error)) from error
    if isinstance(error, JsonRpcException):
        raise error
    logger.error("%s failed", handler.__name__, exc_info=error)
    return failed
