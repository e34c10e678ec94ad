"""Code actions: offered at once, worked out when the client resolves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types

from gluonize.analysis.model import Span
from gluonize.features import code_actions
from gluonize.features.code_actions import Action, Work
from gluonize.features.suppression import can_suppress, suppress
from gluonize.lsp.convert import Confirmation, part_range, position, workspace_edit
from gluonize.lsp.documents import Part, Program, text_span
from gluonize.lsp.server import GluonizeServer
from gluonize.rewriter import convert, quick_fix
from gluonize.rewriter.model import Edit, Finding


def offer(server: GluonizeServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What can be done in a range. The edits come with the answer only where the client cannot resolve them."""
    found = server.documents.find(params.text_document.uri)
    if found is None:
        return []
    program, part = found
    selection = text_span(part, position(params.range.start), position(params.range.end))
    catalogue, target = server.catalogue, server.settings.target
    visible = program.suppressions().visible(program.near(catalogue, target, selection))
    only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
    anything = any(finding.convertible for _, group in program.groups(catalogue, target) for finding in group)
    whole = Span(0, len(program.document.data)) if anything else None
    offered = code_actions.offers(visible, selection, only, whole=whole)
    actions = (
        _action(server, program, part, action, params.context.diagnostics)
        for action in offered
        if _possible(program, action)
    )
    return [action for action in actions if action.edit or action.command or server.client.resolve_edit]


def resolve(server: GluonizeServer, action: types.CodeAction) -> types.CodeAction:
    """Work out the edit of an action; of one that was offered for another text than the present one, none."""
    data = action.data if isinstance(action.data, dict) else {}
    found = server.documents.find(str(data.get("uri")))
    if found is not None and data.get("stamp") == _stamp(server, found[0]):
        action.edit = _edit(server, found[0], data["work"], Span(data["start"], data["end"]))
    return action


def _action(
    server: GluonizeServer, program: Program, part: Part, action: Action, shown: Sequence[types.Diagnostic]
) -> types.CodeAction:
    data: dict[str, Any] = {
        "uri": part.uri,
        "stamp": _stamp(server, program),
        "work": action.work,
        "start": action.span.start,
        "end": action.span.end,
    }
    if action.work == "compare":
        command = types.Command(
            title=action.title, command="gluonize.compare", arguments=[_compared(part, action.span)]
        )
        return types.CodeAction(title=action.title, kind=action.kind, command=command)
    lazy = server.client.resolve_edit
    return types.CodeAction(
        title=action.title,
        kind=action.kind,
        diagnostics=list(_concerned(part, action.finding, shown)) or None,
        is_preferred=True if action.preferred else None,
        edit=None if lazy else _edit(server, program, action.work, action.span),
        data=data if lazy else None,
    )


def _compared(part: Part, span: Span) -> dict[str, Any]:
    """What the command is told: a selection, or the position of a call."""
    start, end = (place._asdict() for place in part.text.range(span.start - part.start, span.end - part.start))
    return {"uri": part.uri, **({"position": start} if start == end else {"range": {"start": start, "end": end}})}


def _possible(program: Program, action: Action) -> bool:
    return action.work != "suppress" or action.finding is None or can_suppress(program.document.data, action.finding)


def _stamp(server: GluonizeServer, program: Program) -> str:
    return f"{program.serial}.{program.revision}.{server.settings.target}"


def _concerned(part: Part, finding: Finding | None, shown: Sequence[types.Diagnostic]) -> Iterator[types.Diagnostic]:
    if finding is None or not shown:
        return
    place = part_range(part, finding.span)
    for diagnostic in shown:
        if diagnostic.code == finding.category.value and diagnostic.range == place:
            yield diagnostic


def _edit(server: GluonizeServer, program: Program, work: Work, span: Span) -> types.WorkspaceEdit | None:
    confirmation = Confirmation(*code_actions.to_confirm(_worked_on(server, program, work, span)))
    return workspace_edit(program, _edits(server, program, work, span), server.client, confirmation)


def _worked_on(server: GluonizeServer, program: Program, work: Work, span: Span) -> list[Finding]:
    if work == "suppress":
        return []
    findings = program.near(server.catalogue, server.settings.target, span)
    return [finding for finding in findings if span.start <= finding.span.start and finding.span.end <= span.end]


def _edits(server: GluonizeServer, program: Program, work: Work, span: Span) -> tuple[Edit, ...]:
    document, catalogue, target = program.document, server.catalogue, server.settings.target
    if work == "all":
        return convert(document, catalogue, target).edits
    if work == "selection":
        return convert(document, catalogue, target, within=span).edits
    finding = next((finding for finding in program.near(catalogue, target, span) if finding.span == span), None)
    if finding is None:
        return ()
    if work == "suppress":
        return (suppress(document.data, finding),)
    return quick_fix(document, catalogue, target, finding)
