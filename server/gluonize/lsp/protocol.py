"""pygls with our documents in the place of its own, and without anything on the way that a keystroke would wait for."""

from __future__ import annotations

import logging
from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

logger = logging.getLogger(__name__)

# pygls hands a command its arguments only; ours need the progress token too.
_OWN = (
    types.WORKSPACE_EXECUTE_COMMAND,
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
)


class Protocol(LanguageServerProtocol):
    """The protocol as this server speaks it."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        for method in _OWN:
            self.fm.builtin_features.pop(method, None)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Negotiate, taking UTF-8 for positions wherever the client can."""
        general = params.capabilities.general
        if general and types.PositionEncodingKind.Utf8 in (general.position_encodings or ()):
            general.position_encodings = [types.PositionEncodingKind.Utf8]
        result: types.InitializeResult = yield from super().lsp_initialize(params)
        result.capabilities.execute_command_provider = self.fm.feature_options.get(types.WORKSPACE_EXECUTE_COMMAND)
        return result

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Deserialise a message; a request that is malformed is answered, not only logged."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                problem = JsonRpcInvalidParams.of(error).to_response_error()
                self._send_response(data["id"], None, problem)
            raise

    def notify(self, method: str, params: Any | None = None) -> None:
        """Send a notification; `params` may be plain JSON, an object of lsprotocol, or either within the other."""
        self._send_data({"jsonrpc": self.VERSION, "method": method, "params": params})

    def _send_response(self, msg_id: Any, result: Any | None = None, error: types.ResponseError | None = None) -> None:
        self._result_types.pop(msg_id, None)
        answer: dict[str, Any] = {"result": result} if error is None else {"error": error}
        self._send_data({"jsonrpc": self.VERSION, "id": msg_id, **answer})
