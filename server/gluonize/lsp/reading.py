"""Answers that change nothing: hovers, inlay hints and code lenses."""

from __future__ import annotations

from lsprotocol import types

from gluonize.catalogue import Target
from gluonize.features import code_lens
from gluonize.features import hover as hovers
from gluonize.features import inlay_hints as hints
from gluonize.lsp.convert import part_range, position, span_range
from gluonize.lsp.documents import Part, Program, text_span
from gluonize.lsp.server import GluonizeServer


def hover(server: GluonizeServer, params: types.HoverParams) -> types.Hover | None:
    """What becomes of the PyTorch name at a position."""
    found = server.documents.find(params.text_document.uri)
    if found is None:
        return None
    program, part = found
    card = _card(server, program, part.start + part.text.offset(position(params.position)))
    if card is None:
        return None
    if server.client.markdown:
        contents = types.MarkupContent(types.MarkupKind.Markdown, hovers.markdown(card))
    else:
        contents = types.MarkupContent(types.MarkupKind.PlainText, hovers.plain_text(card))
    return types.Hover(contents, part_range(part, card.span))


def _card(server: GluonizeServer, program: Program, offset: int) -> hovers.Card | None:
    target, docs_url = server.settings.target, server.settings.docs_url
    finding = hovers.finding_at(program.findings(server.catalogue, target), offset)
    if finding is None:
        use = hovers.import_at(program.imports(), offset)
        return None if use is None else hovers.import_card(use, server.catalogue, docs_url)
    other: Target = "np" if target == "nd" else "nd"
    equivalents = {
        target: finding.replacement,
        other: program.replacement(server.catalogue, other, finding.span),
    }
    return hovers.card(program.document.data, finding, equivalents, server.catalogue, target, docs_url)


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
