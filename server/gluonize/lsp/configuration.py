"""The first messages, and settings that change while the server runs."""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path

from gluonize.lsp import diagnostics
from gluonize.lsp.client import read_client
from gluonize.lsp.server import GluonizeServer
from gluonize.lsp.settings import SECTION, holds_settings, read_settings


def initialize(server: GluonizeServer, params: types.InitializeParams) -> None:
    """Note what the client offers, its folders and the settings that it starts with."""
    server.client = read_client(params.capabilities)
    folders = [folder.uri for folder in params.workspace_folders or ()]
    root = params.root_uri or (from_fs_path(params.root_path) if params.root_path else None)
    server.folders = tuple(folders or ([root] if root else []))
    _take(server, params.initialization_options)


async def initialized(server: GluonizeServer, params: types.InitializedParams) -> None:
    """Ask for the settings, and to be told when they change, where the client can."""
    if server.client.register_configuration:
        await server.client_register_capability_async(
            types.RegistrationParams(
                [
                    types.Registration(
                        id="gluonize.configuration",
                        method=types.WORKSPACE_DID_CHANGE_CONFIGURATION,
                        register_options=types.DidChangeConfigurationRegistrationOptions(section=SECTION),
                    )
                ]
            )
        )
    await _ask(server)


async def did_change(server: GluonizeServer, params: types.DidChangeConfigurationParams) -> None:
    """New settings: pushed by the client, or to be asked for."""
    if server.client.configuration:
        await _ask(server)
    elif holds_settings(params.settings):
        _take(server, params.settings)


def did_change_folders(server: GluonizeServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Folders came or went."""
    removed = {folder.uri for folder in params.event.removed}
    kept = [uri for uri in server.folders if uri not in removed]
    added = [folder.uri for folder in params.event.added]
    server.folders = tuple(dict.fromkeys([*kept, *added]))


async def _ask(server: GluonizeServer) -> None:
    if not server.client.configuration:
        return
    asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    try:
        answer = await server.workspace_configuration_async(asked)
    except JsonRpcException as error:
        server.log(f"The client did not give its settings: {error}", types.MessageType.Warning)
        return
    if answer and holds_settings(answer[0]):
        _take(server, answer[0])


def _take(server: GluonizeServer, sent: object) -> None:
    settings, problems = read_settings(sent)
    for problem in problems:
        server.log(problem, types.MessageType.Warning)
    if settings == server.settings:
        return
    server.settings = settings
    server.settings_revision += 1
    diagnostics.refresh(server)
