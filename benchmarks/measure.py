"""What is measured of one server on one file, and of the conversion in process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any

from benchmarks.client import Client
from benchmarks.files import TYPED, Sample
from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert

REQUESTS = 50
URI = "file:///benchmark/program.py"


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds: the median and the 95th percentile of `count` measurements."""

    p50: float
    p95: float
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One server on one file; times in ms, memory in MiB; None where the server has no such feature."""

    server: str
    file: str
    initialize: float
    opened: float
    diagnostics: int
    key: Latency
    hover: Latency | None
    code_action: Latency | None
    peak: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Server:
    """How a server is started, and what of it is measured."""

    name: str
    command: tuple[str, ...]
    pull: bool = False
    hovers: bool = True


def measure(server: Server, sample: Sample) -> Figures:
    """Start `server`, open the file, type in it, and ask for hovers and code actions."""
    client = Client(list(server.command), pull=server.pull)
    document = {"uri": URI, "languageId": "python", "version": 1, "text": sample.text}
    start = time.perf_counter()
    client.notify("textDocument/didOpen", {"textDocument": document})
    found = client.diagnostics(URI, 1)
    opened = (time.perf_counter() - start) * 1000
    hover = latency(_hovers(client, sample)) if server.hovers else None
    actions = latency(_code_actions(client, sample))
    keys = latency(_keys(client, sample))
    figures = Figures(
        server.name, sample.label, client.initialize_ms, opened, len(found), keys, hover, actions, client.peak_mib()
    )
    client.close()
    return figures


def latency(milliseconds: Iterator[float]) -> Latency:
    values = sorted(milliseconds)
    cuts = quantiles(values, n=20, method="inclusive")
    return Latency(cuts[9], cuts[18], len(values))


def conversion_rate(sample: Sample, rounds: int = 5) -> float:
    """Lines per second of parsing, analysing and converting a file on one core; the best of `rounds`."""
    catalogue = load_catalogue()
    lines = sample.text.count("\n")
    return max(lines / _seconds(lambda: convert(Document(sample.text), catalogue, "nd")) for _ in range(rounds))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _keys(client: Client, sample: Sample) -> Iterator[float]:
    """From sending a keystroke to having the diagnostics of the version that it made."""
    version, column = 2, len(sample.indent)
    _change(client, version, sample.line, 0, f"{sample.indent}\n")
    client.diagnostics(URI, version)
    for key in TYPED:
        version += 1
        start = time.perf_counter()
        _change(client, version, sample.line, column, key)
        client.diagnostics(URI, version)
        yield (time.perf_counter() - start) * 1000
        column += 1


def _change(client: Client, version: int, line: int, character: int, text: str) -> None:
    place = {"line": line, "character": character}
    change = {"range": {"start": place, "end": place}, "text": text}
    document = {"uri": URI, "version": version}
    client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})


def _hovers(client: Client, sample: Sample) -> Iterator[float]:
    for line, character in _spread(sample.names):
        place = {"line": line, "character": character}
        yield _request(client, "textDocument/hover", {"textDocument": {"uri": URI}, "position": place})


def _code_actions(client: Client, sample: Sample) -> Iterator[float]:
    for line, character in _spread(sample.names):
        place = {"line": line, "character": character}
        params = {"textDocument": {"uri": URI}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}}
        yield _request(client, "textDocument/codeAction", params)


def _request(client: Client, method: str, params: dict[str, Any]) -> float:
    start = time.perf_counter()
    client.request(method, params)
    return (time.perf_counter() - start) * 1000


def _spread(places: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Up to REQUESTS of the places, from the whole file."""
    return places[:: max(len(places) // REQUESTS, 1)][:REQUESTS]
