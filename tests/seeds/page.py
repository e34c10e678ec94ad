"""docs/corrections.md, from the rows: what the published comparisons say, what is true, and a proof to run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.seeds.rows import DOCUMENTS, Row, mxnet_document, torch_document

PAGE = Path(__file__).parents[2] / "docs" / "corrections.md"

_TITLES = {
    "right": "right within limits",
    "fails": "fails as written",
    "other-numbers": "gives other values, without an error",
    "available-after-all": "said not to be available, but is",
}
_TORCH = {"deprecated": "The PyTorch side is deprecated.", "fails": "The PyTorch side does not run today."}
_INTRODUCTION = """\
# Corrections to published comparisons

Five documents have taught the way from PyTorch to MXNet. Gluonize runs each of their {total} rows and code pairs on
PyTorch 2.13 and MXNet 1.9.1 (`python -m pytest tests/seeds`, the rows are in `tests/seeds/rows/`), converts the PyTorch
side and compares the values. GPU rows run on the CPU, PyTorch's and MXNet's GPUs being simulated; PyTorch code that
needs a download, several GPUs or several machines is converted only. Repeated rows count in each document:

{documents}

Of the MXNet sides, {counts}.
Of the PyTorch sides, {torch_fails} do not run today, and {deprecated} more are deprecated.

Each proof is a pair of programs: what is wrong shows when they are run (MXNet 1.9.1 is imported with a NumPy older than
1.24; proofs that name GPUs need one). Where a row is right, but ends sooner than it
seems to, the limit is named."""


def rendered(rows: Sequence[Row]) -> str:
    """The page as Markdown."""
    parts = [_introduction(rows)]
    for section, members in _sections(rows):
        parts.append(f"## {section}")
        parts += [part for row in members for part in _entry(row)]
    return "\n\n".join(parts) + "\n"


def _introduction(rows: Sequence[Row]) -> str:
    places = Counter(place.partition(":")[0] for row in rows for place in row.places)
    verdicts = Counter(row.verdict for row in rows for _ in row.places)
    sides = Counter(row.torch_side for row in rows for _ in row.places)
    silent, denied = verdicts["other-numbers"], verdicts["available-after-all"]
    counts = (
        f"{verdicts['right']} are right, {verdicts['fails']} fail as written, {silent} give other values in silence,\n"
        f"{denied} say “not available” of what MXNet has, {verdicts['not-available']} says so rightly, and"
        f" {verdicts['shell']} are shell commands"
    )
    return _INTRODUCTION.format(
        total=sum(places.values()),
        documents="\n".join(f"- {title}: {places[short]}" for short, title in DOCUMENTS.items()),
        counts=counts,
        torch_fails=sides["fails"],
        deprecated=sides["deprecated"],
    )


def _sections(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows that have something to say, by the section of the document that they stand in first."""
    sections: dict[str, list[Row]] = {}
    for row in rows:
        if row.truth:
            document, _, section = row.places[0].partition(": ")
            sections.setdefault(f"{section} ({DOCUMENTS[document]})", []).append(row)
    yield from sections.items()


def _entry(row: Row) -> Iterator[str]:
    yield f"### {row.what[0].upper()}{row.what[1:]}"
    others = row.places[1:]
    said = [f"**{_TITLES[row.verdict]}.**" if row.verdict in _TITLES else "", row.truth, _TORCH.get(row.torch_side, "")]
    said.append("Also in: " + ", ".join(DOCUMENTS[place.partition(":")[0]] for place in others) + "." if others else "")
    yield " ".join(part for part in said if part)
    if row.compare == "none":
        return
    yield "It says, for PyTorch and for MXNet:"
    yield _block(row.torch or "# not available")
    yield _block(row.mxnet or "# not available")
    if row.right:
        yield "True in MXNet:"
        yield _block(row.right)
    yield from _proof(row)


def _proof(row: Row) -> Iterator[str]:
    """Programs to run: PyTorch's as it runs today, and the document's or the right MXNet side."""
    shown = "" if row.compare in ("runs", "converts") else row.result
    yield "<details><summary>Proof</summary>"
    yield _block(torch_document(row, row.running) + (f"print({shown})" if shown else ""))
    written = row.said_result or row.mx_result or row.result if shown else ""
    code = row.mxnet or row.right
    yield _block(mxnet_document(row, code) + (f"print({written})" if written else ""))
    yield "</details>"


def _block(code: str) -> str:
    return f"```python\n{code.strip()}\n```"
