"""pygls with our documents in the place of its own, and with the answers written straight as JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from gluonize.lsp.wire import Json, members, quoted

_VERSION = quoted("2.0")

logger = logging.getLogger(__name__)

# Answered by our handlers alone: pygls would keep texts of its own, and hand a command no progress token.
_OWN = (
    types.WORKSPACE_EXECUTE_COMMAND,
    types.INITIALIZED,
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
        """Send a notification; `params` may be ready JSON, plain data, an object of lsprotocol, or a mixture."""
        self._send_text(members(jsonrpc=_VERSION, method=quoted(method), params=self._json(params)))

    def _send_response(self, msg_id: Any, result: Any | None = None, error: types.ResponseError | None = None) -> None:
        self._result_types.pop(msg_id, None)
        answer = {"result": self._json(result)} if error is None else {"error": self._json(error)}
        self._send_text(members(jsonrpc=_VERSION, id=self._json(msg_id), **answer))

    def _json(self, data: Any) -> Json:
        return data if isinstance(data, Json) else Json(json.dumps(data, default=self._serialize_message))

    def _send_text(self, body: Json) -> None:
        if self.writer is None:
            return
        message = body.encode()
        self.writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(message), message))
