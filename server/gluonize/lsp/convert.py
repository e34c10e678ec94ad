"""Our types to the protocol's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lsprotocol import types

from gluonize.analysis.model import Span
from gluonize.features.diagnostics import Diagnosis, Severity
from gluonize.lsp.client import Client
from gluonize.lsp.documents import Part, Program, place_edit
from gluonize.lsp.positions import Position, Text
from gluonize.lsp.wire import Json, quoted
from gluonize.rewriter.model import Edit

TextEdits = types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit

SOURCE = "gluonize"
_ANNOTATION = "gluonize.noted"
_SEVERITIES: dict[Severity, int] = {"error": 1, "warning": 2, "information": 3, "hint": 4}


def position(value: types.Position) -> Position:
    """A position of the protocol as ours."""
    return Position(value.line, value.character)


def span_range(text: Text, start: int, end: int) -> types.Range:
    """The range of the bytes `start` to `end` of one text."""
    first, last = text.range(start, end)
    return types.Range(types.Position(*first), types.Position(*last))


def part_range(part: Part, span: Span) -> types.Range:
    """The range in a part of a span of its program's text."""
    return span_range(part.text, span.start - part.start, span.end - part.start)


def code_url(docs_url: str, code: str) -> str:
    """The page that explains a category."""
    return f"{docs_url}codes/#{code}"


def diagnostic(program: Program, part: Part, diagnosis: Diagnosis, client: Client, docs_url: str) -> Json:
    """A diagnosis that lies in `part`, with what the client can show of it."""
    related = ""
    if diagnosis.related and client.related_information:
        places = (_related(program, place.span, place.message) for place in diagnosis.related)
        related = f',"relatedInformation":[{",".join(places)}]'
    face = _face(diagnosis[1:-1], client, docs_url)
    return Json(f'{{"range":{_range(part, diagnosis.span)}{related},{face}}}')


@lru_cache(maxsize=4096)
def _face(shown: tuple[Severity, str, str, str, bool, bool], client: Client, docs_url: str) -> str:
    """The members of a diagnostic that do not tell where it is."""
    severity, code, message, name, fixable, unnecessary = shown
    sent: dict[str, Any] = {"severity": _SEVERITIES[severity], "code": code, "source": SOURCE, "message": message}
    if client.code_description:
        sent["codeDescription"] = {"href": code_url(docs_url, code)}
    if client.diagnostic_data:
        sent["data"] = {"name": name, "fixable": fixable}
    if unnecessary and client.unnecessary_tag:
        sent["tags"] = [types.DiagnosticTag.Unnecessary.value]
    return json.dumps(sent)[1:-1]


def _range(part: Part, span: Span) -> str:
    (line, character), (last_line, last_character) = part.text.range(span.start - part.start, span.end - part.start)
    return (
        f'{{"start":{{"line":{line},"character":{character}}},'
        f'"end":{{"line":{last_line},"character":{last_character}}}}}'
    )


def _related(program: Program, span: Span, message: str) -> str:
    part = program.part_at(span.start)
    location = f'{{"uri":{quoted(part.uri)},"range":{_range(part, span)}}}'
    return f'{{"location":{location},"message":{quoted(message)}}}'


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What to read before accepting some of a conversion's edits: those that touch one of `spans`."""

    text: str
    spans: tuple[Span, ...]

    def concerns(self, edit: Edit) -> bool:
        """Whether an edit of the program's text is one of those to confirm."""
        return any(edit.start < span.end and span.start < edit.end for span in self.spans)


def workspace_edit(
    program: Program, edits: Iterable[Edit], client: Client, confirmation: Confirmation | None = None
) -> types.WorkspaceEdit | None:
    """Edits of the program's text as edits of the editor's texts, None where one does not fit into a single text.

    What is to be confirmed carries a change annotation where the client shows such.
    """
    if not client.change_annotations:
        confirmation = None
    by_part: dict[str, tuple[Part, list[TextEdits]]] = {}
    confirmed = False
    for edit in edits:
        placed = place_edit(program, edit)
        if placed is None:
            return None
        part, inside = placed
        confirm = confirmation is not None and confirmation.concerns(edit)
        confirmed = confirmed or confirm
        by_part.setdefault(part.uri, (part, []))[1].append(_text_edit(part, inside, confirm))
    if not by_part:
        return None
    if not client.document_changes:
        plain = {
            uri: [edit for edit in edits if isinstance(edit, types.TextEdit)] for uri, (_, edits) in by_part.items()
        }
        return types.WorkspaceEdit(changes=plain)
    changes = [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=part.version), edits)
        for uri, (part, edits) in by_part.items()
    ]
    if confirmation is None or not confirmed:
        return types.WorkspaceEdit(document_changes=changes)
    annotation = types.ChangeAnnotation(
        label="Read before accepting", needs_confirmation=True, description=confirmation.text
    )
    return types.WorkspaceEdit(document_changes=changes, change_annotations={_ANNOTATION: annotation})


def _text_edit(part: Part, edit: Edit, confirm: bool) -> TextEdits:
    place, text = span_range(part.text, edit.start, edit.end), _line_ends(part, edit.text)
    if confirm:
        return types.AnnotatedTextEdit(annotation_id=_ANNOTATION, range=place, new_text=text)
    return types.TextEdit(place, text)


def _line_ends(part: Part, text: str) -> str:
    """New lines end as the first line of the text does."""
    first = part.text.data.find(b"\n")
    crlf = first > 0 and part.text.data[first - 1 : first] == b"\r"
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if crlf else text
