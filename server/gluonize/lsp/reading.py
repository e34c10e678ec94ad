"""Answers that change nothing: hovers, inlay hints and code lenses."""

from __future__ import annotations

from lsprotocol import types

from gluonize.analysis import Span
from gluonize.catalogue import Target
from gluonize.features import code_lens
from gluonize.features import hover as hovers
from gluonize.features import inlay_hints as hints
from gluonize.lsp import outcomes
from gluonize.lsp.convert import part_range, position, span_range
from gluonize.lsp.documents import Part, Program, text_span
from gluonize.lsp.server import GluonizeServer
from gluonize.rewriter import judge


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
    here = Span(offset, offset)
    finding = hovers.finding_at(program.near(server.catalogue, target, here), offset)
    if finding is None:
        use = hovers.import_at(program.imports(), offset)
        return None if use is None else hovers.import_card(use, server.catalogue, docs_url)
    other: Target = "np" if target == "nd" else "nd"
    same = judge(program.document, server.catalogue, other, finding.use)
    equivalents = {target: finding.replacement, other: same.replacement if same is not None else None}
    return hovers.card(program.document.data, finding, equivalents, server.catalogue, target, docs_url)


def inlay_hints(server: GluonizeServer, params: types.InlayHintParams) -> list[types.InlayHint]:
    """The MXNet names behind the calls of a range, where the user wants to see them."""
    found = server.documents.find(params.text_document.uri)
    if found is None or not server.settings.inlay_hints:
        return []
    program, part = found
    within = text_span(part, position(params.range.start), position(params.range.end))
    visible = program.suppressions().visible(program.near(server.catalogue, server.settings.target, within))
    return [
        types.InlayHint(
            position=types.Position(*part.text.position(hint.at - part.start)),
            label=hint.label,
            tooltip=hint.tooltip,
            padding_left=True,
        )
        for hint in hints.hints(visible, within)
    ] + outcomes.hints(program, part, within)


def code_lenses(server: GluonizeServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    """ "Compare with MXNet" at the file or cell and at its functions and classes."""
    found = server.documents.find(params.text_document.uri)
    if found is None or not server.settings.code_lens:
        return []
    program, part = found
    data = program.document.data[part.start : part.end]
    groups = program.groups(server.catalogue, server.settings.target)
    inside = [finding for start, group in groups if part.start <= start <= part.end for finding in group]
    lenses = code_lens.lenses(data, inside, "cell" if program.notebook else "file")
    return [_lens(part, lens) for lens in lenses]


def _lens(part: Part, lens: code_lens.Lens) -> types.CodeLens:
    argument: dict[str, str] = {"uri": part.uri}
    if lens.name is not None:
        argument["name"] = lens.name
    command = types.Command(title=lens.title, command="gluonize.compare", arguments=[argument])
    return types.CodeLens(range=span_range(part.text, lens.span.start, lens.span.end), command=command)
