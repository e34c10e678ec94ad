"""An editor for the tests: it starts the server, keeps the texts, and applies what the server answers."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

SERVER = (sys.executable, "-m", "gluonize", "server")
FILE = "file:///project/net.py"
PATIENCE = 60.0

_PUBLISH = {
    "relatedInformation": True,
    "tagSupport": {"valueSet": [1, 2]},
    "versionSupport": True,
    "codeDescriptionSupport": True,
    "dataSupport": True,
}
_ACTIONS = {
    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}},
    "isPreferredSupport": True,
    "dataSupport": True,
    "resolveSupport": {"properties": ["edit"]},
}
_VSCODE: dict[str, Any] = {
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": _PUBLISH,
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": _ACTIONS,
        "codeLens": {},
        "inlayHint": {},
    },
    "workspace": {
        "applyEdit": True,
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": True},
        "workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {"groupsOnLabel": True}},
        "codeLens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "diagnostics": {"refreshSupport": True},
    },
    "window": {"workDoneProgress": True, "showDocument": {"support": True}},
    "general": {"positionEncodings": ["utf-16"]},
    "notebookDocument": {"synchronization": {}},
}
_JUPYTERLAB: dict[str, Any] = {
    "textDocument": {
        "synchronization": {"didSave": True, "willSave": False},
        "publishDiagnostics": {"tagSupport": {"valueSet": [2, 1]}},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
    "workspace": {"didChangeConfiguration": {"dynamicRegistration": True}},
}
KINDS: dict[str, dict[str, Any]] = {
    "vscode": _VSCODE,
    "pull": {**_VSCODE, "textDocument": {**_VSCODE["textDocument"], "diagnostic": {}}},
    "utf8": {**_VSCODE, "general": {"positionEncodings": ["utf-16", "utf-8"]}},
    "utf32": {**_VSCODE, "general": {"positionEncodings": ["utf-32"]}},
    "jupyterlab": _JUPYTERLAB,
    "minimal": {},
    "plaintext": {"textDocument": {"hover": {"contentFormat": ["plaintext"]}}},
}
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@asynccontextmanager
async def editor(
    kind: str = "vscode", *, folder: str | None = None, patience: float = PATIENCE, **settings: Any
) -> AsyncIterator[Editor]:
    """An editor of this kind whose user has these settings and waits `patience` seconds; the server ends with it."""
    client = LanguageClient()
    _tell_actions_from_commands(client)
    features = {**DEFAULT_CLIENT_FEATURES}
    del features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]
    register_lsp_features(client, features)
    await client.start_io(*SERVER)
    started = Editor(client)
    client.set_configuration(settings, section="gluonize")
    params = types.InitializeParams(
        capabilities=get_converter().structure(KINDS[kind], types.ClientCapabilities),
        root_uri=folder,
        initialization_options=settings or None,
    )
    try:
        async with asyncio.timeout(patience):
            started.capabilities = (await client.initialize_session(params)).capabilities
            yield started
            await client.shutdown_session()
    finally:
        if started.process.returncode is None:
            started.process.kill()
        await client.stop()


def _tell_actions_from_commands(client: LanguageClient) -> None:
    """A code action may hold a command; lsprotocol takes such a one for a command that stands alone."""
    converter = client.protocol._converter

    def structure(found: dict[str, Any], _: type) -> Any:
        return converter.structure(found, types.Command if isinstance(found.get("command"), str) else types.CodeAction)

    converter.register_structure_hook(types.Command | types.CodeAction, structure)


class Editor:
    """The texts that are open, and what the server published for them."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        assert client._server is not None
        self.process = client._server
        self.capabilities = types.ServerCapabilities()
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.published: list[types.PublishDiagnosticsParams] = []
        self.applied: list[types.WorkspaceEdit] = []
        self._news = asyncio.Event()
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self._publish(params))
        client.feature(types.WORKSPACE_APPLY_EDIT)(lambda params: self._apply(params))
        client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
        client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)(lambda params: None)
        client.feature(types.WORKSPACE_CODE_LENS_REFRESH)(lambda params: None)

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.published.append(params)
        self._news.set()

    def _apply(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self.applied.append(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)

    # -- texts ------------------------------------------------------------------------------------------------------

    def open(self, text: str, uri: str = FILE, *, language: str = "python", version: int = 1) -> None:
        """Open a file."""
        self.texts[uri], self.versions[uri] = text, version
        item = types.TextDocumentItem(uri=uri, language_id=language, version=version, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, place: str, text: str, uri: str = FILE, *, replace: bool = False) -> None:
        """Put `text` before `place` (or in its place), as one incremental change."""
        start = self.texts[uri].index(place)
        end = start + len(place) if replace else start
        change = types.TextDocumentContentChangePartial(range=self.range(start, end, uri), text=text)
        self.texts[uri] = self.texts[uri][:start] + text + self.texts[uri][end:]
        self._change(uri, [change])

    def rewrite(self, text: str, uri: str = FILE) -> None:
        """Send the whole text anew."""
        self.texts[uri] = text
        self._change(uri, [types.TextDocumentContentChangeWholeDocument(text=text)])

    def _change(self, uri: str, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        self.versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, list(changes)))

    def close(self, uri: str = FILE) -> None:
        """Close a file."""
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    # -- positions --------------------------------------------------------------------------------------------------

    def position(self, index: int, uri: str = FILE) -> types.Position:
        """The position of a character of a text, in the unit that was negotiated."""
        lines = self.texts[uri][:index].replace("\r\n", "\n").split("\n")
        codec, width = _UNITS[self.capabilities.position_encoding or "utf-16"]
        return types.Position(len(lines) - 1, len(lines[-1].encode(codec)) // width)

    def range(self, start: int, end: int, uri: str = FILE) -> types.Range:
        """The range between two characters of a text."""
        return types.Range(self.position(start, uri), self.position(end, uri))

    def text_at(self, place: types.Range, uri: str = FILE) -> str:
        """What stands in a range of a text."""
        text = self.texts[uri]
        return text[self._index(text, place.start) : self._index(text, place.end)]

    def _index(self, text: str, position: types.Position) -> int:
        codec, width = _UNITS[self.capabilities.position_encoding or "utf-16"]
        lines = text.split("\n")
        before = lines[position.line].encode(codec)[: position.character * width].decode(codec)
        return sum(len(line) + 1 for line in lines[: position.line]) + len(before)

    # -- requests ---------------------------------------------------------------------------------------------------

    async def diagnostics(self, uri: str = FILE, version: int | None = None) -> list[types.Diagnostic]:
        """What the server publishes for a version of a text, by default the present one."""
        wanted = self.versions.get(uri) if version is None else version
        async with asyncio.timeout(PATIENCE):
            while True:
                for params in reversed(self.published):
                    if params.uri == uri and params.version == wanted:
                        return list(params.diagnostics)
                self._news.clear()
                await self._news.wait()

    async def hover(self, place: str, uri: str = FILE) -> str:
        """The text of the hover on the first character of `place`, "" where there is none."""
        at = self.position(self.texts[uri].index(place), uri)
        params = types.HoverParams(types.TextDocumentIdentifier(uri), at)
        answer = await self.client.text_document_hover_async(params)
        if answer is None:
            return ""
        assert isinstance(answer.contents, types.MarkupContent)
        return answer.contents.value

    async def actions(
        self, place: str, uri: str = FILE, only: list[str] | None = None, shown: Sequence[types.Diagnostic] = ()
    ) -> list[types.CodeAction]:
        """The code actions for the selection of `place`, resolved where the client resolves."""
        start = self.texts[uri].index(place)
        answer = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                self.range(start, start + len(place), uri),
                types.CodeActionContext(diagnostics=list(shown), only=only),
            )
        )
        actions = [action for action in answer or () if isinstance(action, types.CodeAction)]
        if any(action.edit is not None for action in actions):
            return actions
        return [await self.client.code_action_resolve_async(action) for action in actions]

    async def command(self, name: str, **argument: Any) -> Any:
        """Run a command of the server."""
        params = types.ExecuteCommandParams(command=name, arguments=[argument] if argument else [])
        return await self.client.workspace_execute_command_async(params)

    # -- edits ------------------------------------------------------------------------------------------------------

    def applied_to(self, edit: types.WorkspaceEdit | None, uri: str = FILE) -> str:
        """A text with an edit of the server's applied, which must be for the version that is open."""
        text = self.texts[uri]
        edits = sorted(self._edits(edit, uri), key=lambda item: (item.range.start.line, item.range.start.character))
        for item in reversed(edits):
            start, end = self._index(text, item.range.start), self._index(text, item.range.end)
            text = text[:start] + item.new_text + text[end:]
        return text

    def _edits(self, edit: types.WorkspaceEdit | None, uri: str) -> list[types.TextEdit]:
        assert edit is not None
        found: list[Any] = list((edit.changes or {}).get(uri, ()))
        for change in edit.document_changes or ():
            assert isinstance(change, types.TextDocumentEdit)
            if change.text_document.uri == uri:
                assert change.text_document.version == self.versions[uri]
                found += change.edits
        return found
