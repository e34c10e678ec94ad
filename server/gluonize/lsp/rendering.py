"""A program's diagnostics as JSON; those of a statement that neither changed nor moved are taken as they were."""

from __future__ import annotations

from gluonize.analysis import Span, Use
from gluonize.catalogue import Catalogue
from gluonize.features.diagnostics import diagnose
from gluonize.lsp.client import Client
from gluonize.lsp.convert import diagnostic
from gluonize.lsp.documents import Part, Program, Rendered, Sent, moved
from gluonize.lsp.positions import Position
from gluonize.lsp.settings import Settings
from gluonize.lsp.wire import Json, array
from gluonize.rewriter.model import Finding


def render(program: Program, catalogue: Catalogue, client: Client, settings: Settings) -> list[tuple[Part, Json]]:
    """The diagnostics of each part of a program, as JSON arrays."""
    items: dict[str, list[Json]] = {part.uri: [] for part in program.parts}
    silenced = program.suppressions()
    groups = [] if silenced.whole_file else program.groups(catalogue, settings.target)
    imports = program.imports() if client.related_information else None
    context = (client, settings, _places(program, imports or ()))
    known = program.rendered.groups if program.rendered.context == context else {}
    fresh = Rendered(context)
    ends = [start for start, _ in groups[1:]] + [len(program.document.data)]
    for (start, group), end in zip(groups, ends, strict=False):
        part = program.part_at(start)
        near = tuple(item.moved(-start) for item in silenced.within(Span(start, end))) if silenced.lines else ()
        key = (id(group), part.uri, part.text.position(start - part.start), near)
        rendered = known.get(key)
        if rendered is None:
            visible = tuple(finding for finding in group if not any(item.hides(finding) for item in near))
            rendered = (group, _sent(program, start, visible, imports, client, settings))
        fresh.groups[key] = rendered
        for uri, text in rendered[1]:
            items[uri].append(text)
    program.rendered = fresh
    return [(part, array(items[part.uri])) for part in program.parts]


def _sent(
    program: Program,
    start: int,
    group: tuple[Finding, ...],
    imports: tuple[Use, ...] | None,
    client: Client,
    settings: Settings,
) -> Sent:
    sent: list[tuple[str, Json]] = []
    for diagnosis in diagnose(moved(group, start), settings.severity, imports):
        part = program.part_at(diagnosis.span.start)
        sent.append((part.uri, diagnostic(program, part, diagnosis, client, settings.docs_url)))
    return tuple(sent)


def _places(program: Program, imports: tuple[Use, ...]) -> tuple[tuple[str, str, Position], ...]:
    """Where the imports stand: other diagnostics point there."""
    found = ((use.name, program.part_at(use.name_span.start), use.name_span.start) for use in imports)
    return tuple((name, part.uri, part.text.position(start - part.start)) for name, part, start in found)
