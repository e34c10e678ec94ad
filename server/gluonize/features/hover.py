"""What a hover says of one use: its equivalent, what becomes of each argument, what differs, and what was executed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gluonize.analysis.model import Argument, Span, Use
from gluonize.analysis.overloads import Bound, bind
from gluonize.catalogue import TARGETS, Catalogue, Category, Entry, Evidence, Hint, Target
from gluonize.catalogue.model import Parameter
from gluonize.rewriter.model import Finding

PHRASES: Mapping[Category, str] = {
    Category.IDENTICAL: "the same call",
    Category.RENAMED: "another name, the same call",
    Category.RENAMED_ARGUMENTS: "arguments have other names",
    Category.DEFAULT_PINNED: "a default differs and is written out",
    Category.ARGUMENT_ADAPTED: "an argument is written another way",
    Category.ARGUMENT_IGNORABLE: "an argument is left out, which changes no number",
    Category.RESULT_FORM: "the result has another shape, dtype or form",
    Category.COMPOSITE: "several MXNet calls in its place",
    Category.DELETABLE: "not needed in MXNet",
    Category.PROGRAM_LEVEL: "converted with the statements around it",
    Category.SEMANTICS: "the same call, other numbers in the situations below",
    Category.ARGUMENT_UNSUPPORTED: "MXNet cannot honour an argument",
    Category.MISSING: "MXNet has no equivalent",
    Category.UNRESOLVED: "the type of the receiver is not known",
}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One argument: its name, its text as written (or its default), and what becomes of it."""

    parameter: str
    written: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that a hover shows, before it is written as Markdown or plain text."""

    title: str
    category: str
    phrase: str
    equivalents: tuple[tuple[str, str], ...]
    """(target, expression) pairs."""
    message: str
    """What the equivalents do not say by themselves; empty where they do."""
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    hints: tuple[Hint, ...]
    """What MXNet has beside the equivalent."""
    evidence: str
    links: tuple[tuple[str, str], ...]
    span: Span


def finding_at(findings: Sequence[Finding], offset: int) -> Finding | None:
    """The finding whose underlined name holds `offset`, the innermost where several do."""
    holding = [finding for finding in findings if finding.span.start <= offset <= finding.span.end]
    return min(holding, key=lambda finding: (finding.span.end - finding.span.start, -finding.span.start), default=None)


def card(
    data: bytes,
    finding: Finding,
    equivalents: Mapping[Target, str | None],
    catalogue: Catalogue,
    target: Target,
    docs_url: str,
) -> Card:
    """The card of a finding of the text `data`.

    `equivalents` holds this call's expression for each target, `docs_url` is where our own
    documentation stands.
    """
    entry = finding.entry
    name = finding.use.name if entry is None else entry.name
    evidence = catalogue.evidence(entry.name) if entry is not None else None
    return Card(
        title=finding.use.name,
        category=finding.category.value,
        phrase=PHRASES[finding.category],
        equivalents=tuple((name, text) for name, text in equivalents.items() if text),
        message="" if finding.replacement and any(equivalents.values()) else finding.message,
        rows=tuple(_rows(data, finding, entry, target)) if entry is not None else (),
        notes=tuple(_notes(finding, entry)),
        hints=catalogue.hints(name),
        evidence=describe(evidence) if entry is not None else "",
        links=((finding.category.value, code_page(docs_url, finding.category)), *_links(name, equivalents)),
        span=finding.span,
    )


def import_at(imports: Sequence[Use], offset: int) -> Use | None:
    """The import whose name holds `offset`."""
    return next((use for use in imports if use.name_span.start <= offset <= use.name_span.end), None)


def import_card(use: Use, catalogue: Catalogue, docs_url: str) -> Card:
    """The card of a name where it is imported: what each of its forms becomes."""
    entries = catalogue.lookup(use.name)
    first = entries[0] if entries else None
    templates = {target: entry.template(target) for entry in reversed(entries) for target in TARGETS}
    category = first.category if first is not None else Category.PROGRAM_LEVEL
    message = _import_message(use, first, templates)
    return Card(
        title=use.name,
        category=category.value,
        phrase=PHRASES[category],
        equivalents=(),
        message=message,
        rows=(),
        notes=() if first is None else tuple(note for note in (first.note, first.instead) if note),
        hints=catalogue.hints(use.name),
        evidence="" if first is None else describe(catalogue.evidence(first.name)),
        links=((category.value, code_page(docs_url, category)), *_links(use.name, templates)),
        span=use.name_span,
    )


def _import_message(use: Use, entry: Entry | None, templates: Mapping[Target, str | None]) -> str:
    if entry is None:
        return f"What is used of {use.name} is converted where it is used; the import goes with the last of it."
    if entry.none:
        return entry.none
    listed = " or ".join(f"`{text}`" for text in dict.fromkeys(text for text in templates.values() if text))
    return f"In MXNet: {listed}." if listed else f"{use.name} is converted where it is used."


def markdown(card: Card) -> str:
    """A card as Markdown."""
    blocks = [f"**{card.title}** · `{card.category}`: {card.phrase}"]
    if card.equivalents:
        lines = [f"{text}{_aside(target, text)}" for target, text in card.equivalents]
        blocks.append("```python\n" + "\n".join(lines) + "\n```")
    blocks.append(card.message)
    if card.rows:
        table = ["| PyTorch | as written | in MXNet |", "|---|---|---|"]
        table += [f"| `{row.parameter}` | {_cell_code(row.written)} | {_cell(row.becomes)} |" for row in card.rows]
        blocks.append("\n".join(table))
    blocks += [note for note in card.notes if note not in card.message]
    for hint in card.hints:
        blocks += [f"**Also in MXNet: {hint.title.lower()}.** {hint.text}", f"```python\n{hint.code}\n```"]
    blocks.append(f"*{card.evidence}*" if card.evidence else "")
    blocks.append(" · ".join(f"[{text}]({url})" for text, url in card.links))
    return "\n\n".join(block for block in blocks if block)


def plain_text(card: Card) -> str:
    """A card as plain text."""
    blocks = [f"{card.title} ({card.category}: {card.phrase})"]
    blocks += [f"{target}: {text}" for target, text in card.equivalents]
    blocks.append(card.message)
    blocks += [f"  {row.parameter} ({row.written}): {row.becomes}" for row in card.rows]
    blocks += [note for note in card.notes if note not in card.message]
    blocks += [f"Also in MXNet: {hint.title.lower()}. {hint.text}\n{hint.code}" for hint in card.hints]
    blocks.append(card.evidence)
    blocks += [f"{text}: {url}" for text, url in card.links]
    return "\n".join(block for block in blocks if block)


def code_page(docs_url: str, category: Category) -> str:
    """The page that explains a category."""
    return f"{docs_url}codes/#{category.value}"


def describe(evidence: Evidence | None) -> str:
    """One sentence on what was executed to know that an entry is right."""
    if evidence is None:
        return "Not yet executed on both frameworks."
    versions = " and ".join(f"{name} {version}" for name, version in evidence.versions)
    cases = f"{evidence.cases} case{'' if evidence.cases == 1 else 's'}"
    dtypes = f" in {', '.join(evidence.dtypes)}" if evidence.dtypes else ""
    verdict = "agree" if evidence.passed else "do not all agree"
    gradient = {"checked": ", gradients checked", "not-differentiable": ", not differentiable", "skipped": ""}
    error = f", largest error {evidence.max_abs_error:.1e}" if evidence.max_abs_error else ", no error"
    return (
        f"Executed on {versions or 'both frameworks'}: {cases}{dtypes} {verdict}{error}{gradient[evidence.gradient]}."
    )


def _rows(data: bytes, finding: Finding, entry: Entry, target: Target) -> Iterator[Row]:
    if entry.signature is None or finding.use.kind != "call":
        return
    bound = bind((entry,), finding.use, data)
    if not isinstance(bound, Bound):
        return
    template = entry.template(target, method=finding.use.receiver is not None) or ""
    for parameter in entry.signature.parameters:
        given = bound.variadic if parameter.variadic else _given(bound, parameter.name)
        becomes = _becomes(entry, parameter, template, bool(given))
        if given:
            yield Row(parameter.name, _short(data, given), becomes)
        elif becomes and f"${parameter.name}!" in template:
            yield Row(parameter.name, f"{parameter.default} (default)", becomes)


def _given(bound: Bound, name: str) -> tuple[Argument, ...]:
    return (bound.values[name],) if name in bound.values else ()


def _becomes(entry: Entry, parameter: Parameter, template: str, given: bool) -> str:
    name = parameter.name
    note = dict(entry.argument_notes).get(name, "")
    if name in entry.refuse:
        return _joined("not supported", note)
    if name in entry.drop:
        return _joined("left out", note)
    hole = re.search(rf"(?:^|[(,])\s*(?:(\w+)=)?[^,()]*?\$\*?{re.escape(name)}\b", template)
    if hole is None:
        return note or ("see the note" if given else "")
    return _joined(f"`{hole[1]}`" if hole[1] else "same place" if template.startswith("mx") else "used", note)


def _joined(what: str, note: str) -> str:
    return f"{what}: {note}" if note else what


def _notes(finding: Finding, entry: Entry | None) -> Iterator[str]:
    listed = [*finding.notes, *((entry.note, entry.none, entry.instead) if entry is not None else ())]
    if finding.reason and finding.reason.rstrip(".") not in finding.message:
        yield f"Not converted: {finding.reason}"
    yield from dict.fromkeys(note for note in listed if note)


def _links(name: str, equivalents: Mapping[Target, str | None]) -> Iterator[tuple[str, str]]:
    yield "PyTorch", torch_url(name)
    seen: set[str] = set()
    for text in equivalents.values():
        match = re.search(r"\bmx\.[\w.]+", text or "")
        url = mxnet_url(match[0]) if match else ""
        if url and url not in seen:
            seen.add(url)
            yield match[0] if match else "MXNet", url


def torch_url(name: str) -> str:
    """The page of PyTorch's documentation on a qualified name."""
    if name.startswith("torchvision"):
        return f"https://docs.pytorch.org/vision/stable/search.html?q={name}"
    if name.startswith(("torch.utils.data.", "torch.distributions.")):
        page = name.removeprefix("torch.").rpartition(".")[0].removeprefix("utils.")
        return f"https://docs.pytorch.org/docs/stable/{page}.html#{name}"
    return f"https://docs.pytorch.org/docs/stable/generated/{name}.html"


def mxnet_url(name: str) -> str:
    """The page of MXNet 1.9.1's documentation on a name that begins with `mx.`, or "" for one that has none."""
    base = "https://mxnet.apache.org/versions/1.9.1/api/python/docs/api"
    module, _, _ = name.removeprefix("mx.").rpartition(".")
    full = f"mxnet.{name.removeprefix('mx.')}"
    if module in {"np", "npx", "np.random", "np.linalg"}:
        return f"{base}/{module.replace('.', '/')}/generated/{full}.html"
    if module.startswith("nd"):
        return f"{base}/ndarray/index.html#{full.replace('mxnet.nd', 'mxnet.ndarray', 1)}"
    if module.startswith(("gluon", "autograd", "optimizer", "metric", "init", "lr_scheduler", "random", "context")):
        return f"{base}/{module.replace('.', '/').replace('init', 'initializer')}/index.html#{full}"
    return ""


def _aside(target: str, text: str) -> str:
    return "" if "\n" in text else f"  # {target}"


def _short(data: bytes, given: Sequence[Argument]) -> str:
    text = ", ".join(
        " ".join(data[item.span.start : item.span.end].decode("utf-8", "replace").split()) for item in given
    )
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _cell_code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{_cell(text)}{fence}"
