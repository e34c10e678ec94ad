"""What the connected client offers; the server uses nothing else of it."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types
from pygls.capabilities import get_capability


@dataclass(frozen=True, slots=True, eq=False)
class Client:
    """The client's capabilities that make a difference to this server; the defaults are those of a bare client."""

    pull_diagnostics: bool = False
    related_information: bool = False
    unnecessary_tag: bool = False
    code_description: bool = False
    diagnostic_data: bool = False
    markdown: bool = False
    resolve_edit: bool = False
    document_changes: bool = False
    change_annotations: bool = False
    apply_edit: bool = False
    progress: bool = False
    configuration: bool = False
    register_configuration: bool = False
    refresh_diagnostics: bool = False
    refresh_inlay_hints: bool = False
    refresh_code_lens: bool = False


def read_client(capabilities: types.ClientCapabilities) -> Client:
    """The `Client` of the capabilities that came with `initialize`."""
    document = capabilities.text_document or types.TextDocumentClientCapabilities()
    workspace = capabilities.workspace or types.WorkspaceClientCapabilities()
    window = capabilities.window or types.WindowClientCapabilities()
    diagnostics = document.publish_diagnostics or types.PublishDiagnosticsClientCapabilities()
    pull = document.diagnostic
    tags = (pull and pull.tag_support) or diagnostics.tag_support
    action = document.code_action or types.CodeActionClientCapabilities()
    resolve = action.resolve_support.properties if action.resolve_support else ()
    edit = workspace.workspace_edit or types.WorkspaceEditClientCapabilities()
    formats = document.hover.content_format if document.hover else None
    return Client(
        pull_diagnostics=pull is not None,
        related_information=bool(diagnostics.related_information or (pull and pull.related_information)),
        unnecessary_tag=bool(tags and types.DiagnosticTag.Unnecessary in tags.value_set),
        code_description=bool(diagnostics.code_description_support or (pull and pull.code_description_support)),
        diagnostic_data=bool(diagnostics.data_support or (pull and pull.data_support)),
        markdown=not formats or formats[0] == types.MarkupKind.Markdown,
        resolve_edit="edit" in resolve and bool(action.data_support),
        document_changes=bool(edit.document_changes),
        change_annotations=bool(edit.document_changes and edit.change_annotation_support),
        apply_edit=bool(workspace.apply_edit),
        progress=bool(window.work_done_progress),
        configuration=bool(workspace.configuration),
        register_configuration=bool(
            get_capability(capabilities, "workspace.did_change_configuration.dynamic_registration")
        ),
        refresh_diagnostics=bool(workspace.diagnostics and workspace.diagnostics.refresh_support),
        refresh_inlay_hints=bool(workspace.inlay_hint and workspace.inlay_hint.refresh_support),
        refresh_code_lens=bool(workspace.code_lens and workspace.code_lens.refresh_support),
    )
