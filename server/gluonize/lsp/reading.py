"""Answers that change nothing: hovers, inlay hints and code lenses."""

from __future__ import annotations

from lsprotocol import types

from gluonize.catalogue import TARGETS
from gluonize.features import code_lens
from gluonize.features import hover as hovers
from gluonize.features import inlay_hints as hints
from gluonize.lsp.convert import code_url, part_range, position, span_range
from gluonize.lsp.documents import Part, text_span
from gluonize.lsp.server import GluonizeServer


def hover(server: GluonizeServer, params: types.HoverParams) -> types.Hover | None:
    """What becomes of the PyTorch name at a position."""
    found = server.documents.find(params.text_document.uri)
    if found is None:
        return None
    program, part = found
    target = server.settings.target
    offset = part.start + part.text.offset(position(params.position))
    finding = hovers.finding_at(program.findings(server.catalogue, target), offset)
    if finding is None:
        return None
    equivalents = {
        name: finding.replacement if name == target else program.replacement(server.catalogue, name, finding.span)
        for name in (target, *(other for other in TARGETS if other != target))
    }
    url = code_url(server.settings.docs_url, finding.category.value)
    card = hovers.card(program.document.data, finding, equivalents, server.catalogue, target, url)
    kind, text = (
        (types.MarkupKind.Markdown, hovers.markdown(card))
        if server.client.markdown
        else (types.MarkupKind.PlainText, hovers.plain_text(card))
    )
    return types.Hover(types.MarkupContent(kind, text), part_range(part, card.span))


def inlay_hints(server: GluonizeServer, params: types.InlayHintParams) -> list[types.InlayHint]:
    """The MXNet names behind the calls of a range, where the user wants to see them."""
    found = server.documents.find(params.text_document.uri)
    if found is None or not server.settings.inlay_hints:
        return []
    program, part = found
    within = text_span(part, position(params.range.start), position(params.range.end))
    return [
        types.InlayHint(
            position=types.Position(*part.text.position(hint.at - part.start)),
            label=hint.label,
            tooltip=hint.tooltip,
            padding_left=True,
        )
        for hint in hints.hints(program.visible(server.catalogue, server.settings.target), within)
    ]


def code_lenses(server: GluonizeServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    """ "Compare with MXNet" at the file or cell and at its functions and classes."""
    found = server.documents.find(params.text_document.uri)
    if found is None or not server.settings.code_lens:
        return []
    program, part = found
    data = program.document.data[part.start : part.end]
    findings = program.findings(server.catalogue, server.settings.target)
    inside = [finding for finding in findings if part.start <= finding.span.start <= part.end]
    lenses = code_lens.lenses(data, inside, "cell" if program.notebook else "file")
    return [_lens(part, lens) for lens in lenses]


def _lens(part: Part, lens: code_lens.Lens) -> types.CodeLens:
    argument: dict[str, str] = {"uri": part.uri}
    if lens.name is not None:
        argument["name"] = lens.name
    command = types.Command(title=lens.title, command="gluonize.compare", arguments=[argument])
    return types.CodeLens(range=span_range(part.text, lens.span.start, lens.span.end), command=command)
