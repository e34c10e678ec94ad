"""Every row of five published comparisons works in the product, or is answered by what to do instead."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import Conversion, convert
from tests.seeds.page import PAGE, rendered
from tests.seeds.rows import TORCH_SIDES, VERDICTS, Row, load_rows, mxnet_document, swapped, torch_document

ROWS = load_rows()
CODE = tuple(row for row in ROWS if row.compare != "none")
EXECUTED = tuple(row for row in CODE if row.compare != "converts")
CONVERTED = tuple(row for row in EXECUTED if row.product == "converts")
ROOT = Path(__file__).parents[2]


def _cases(rows: Iterable[Row], *, gaps: bool = False) -> pytest.MarkDecorator:
    """One case per row; with `gaps`, a row that has one is expected to fail until it is closed."""
    cases = [
        pytest.param(
            row, id=row.name, marks=[pytest.mark.xfail(reason=row.gap, strict=True)] if gaps and row.gap else []
        )
        for row in rows
    ]
    return pytest.mark.parametrize("row", cases)


def _converted(row: Row, code: str) -> Conversion:
    return convert(Document(torch_document(row, code)), load_catalogue(), "nd")


def test_records_are_complete() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.verdict in VERDICTS
        assert row.torch_side in TORCH_SIDES
        assert row.torch_side == "runs" or row.today, row.name
        assert row.truth or row.verdict in ("right", "not-available"), row.name
        assert row.right or row.verdict not in ("fails", "other-numbers", "available-after-all"), row.name
        assert row.product in ("converts", "answers"), row.name
    assert sum(len(row.places) for row in ROWS) == 109


def test_page_is_current(request: pytest.FixtureRequest) -> None:
    """docs/corrections.md says what the rows say; `pytest --update` writes it."""
    if request.config.getoption("--update"):
        PAGE.write_text(rendered(ROWS), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == rendered(ROWS)


@_cases(CODE)
def test_converts_or_says_what_to_do(row: Row) -> None:
    for code in (row.running, *row.forms):
        conversion = _converted(row, code)
        if row.product == "converts":
            assert [finding.message for finding in conversion.remaining] == []
            compile(conversion.text, row.name, "exec")
            continue
        messages = [f"{finding.message} {finding.reason}".strip() for finding in conversion.remaining]
        assert messages
        assert all(len(message.split()) >= 5 for message in messages)


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What every program of every row gave, run in one process with both frameworks."""
    jobs = {key: job for row in CODE for key, job in _jobs(row).items()}
    folder = tmp_path_factory.mktemp("seeds")
    command = [sys.executable, "-m", "tests.seeds.execute", str(folder)]
    done = subprocess.run(command, input=json.dumps(jobs), capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def _jobs(row: Row) -> dict[str, dict[str, Any]]:
    compared = row.compare not in ("runs", "converts")
    wanted = row.result if compared else ""
    written = (row.said_result or row.mx_result or row.result) if compared else ""
    converted = (row.mx_result or row.result) if compared else ""
    programs = {
        "torch as written": (torch_document(row, row.torch), wanted if row.torch else ""),
        "torch": (torch_document(row, row.running), wanted),
        "mxnet as written": (mxnet_document(row, row.mxnet), written if row.mxnet else ""),
        "right": (mxnet_document(row, row.right), written if row.right else ""),
        "converted": (_converted(row, row.running).text, converted),
    }
    return {
        _key(row, name): {"program": swapped(row, program), "result": result, "devices": row.devices}
        for name, (program, result) in programs.items()
        if row.compare != "converts" or name in ("mxnet as written", "right")
    }


def _key(row: Row, name: str) -> str:
    return f"{row.name}: {name}"


@pytest.mark.parity
@_cases(EXECUTED)
def test_verdict_on_torch_is_what_running_says(row: Row, answers: dict[str, dict[str, Any]]) -> None:
    written = answers[_key(row, "torch as written")]
    seen = "fails" if "error" in written else "deprecated" if written["deprecated"] else "runs"
    assert (row.torch_side, written.get("error", "")) == (seen, written.get("error", ""))
    assert "error" not in answers[_key(row, "torch")], answers[_key(row, "torch")]


@pytest.mark.parity
@_cases(CODE)
def test_verdict_on_mxnet_is_what_running_says(row: Row, answers: dict[str, dict[str, Any]]) -> None:
    torch, written = answers.get(_key(row, "torch"), {}), answers[_key(row, "mxnet as written")]
    if not row.mxnet:
        assert row.verdict == ("available-after-all" if row.right else "not-available")
    elif "error" in written:
        assert row.verdict == "fails", written
    else:
        assert row.verdict == ("right" if _agree(row, torch, written) else "other-numbers"), (torch, written)


@pytest.mark.parity
@_cases(CODE)
def test_correction_gives_what_torch_gives(row: Row, answers: dict[str, dict[str, Any]]) -> None:
    torch, right = answers.get(_key(row, "torch"), {}), answers[_key(row, "right")]
    if row.right:
        assert _agree(row, torch, right), (torch, right)


@pytest.mark.parity
@_cases(CONVERTED, gaps=True)
def test_conversion_gives_what_torch_gives(row: Row, answers: dict[str, dict[str, Any]]) -> None:
    torch, converted = answers[_key(row, "torch")], answers[_key(row, "converted")]
    assert _agree(row, torch, converted), (torch, converted, _converted(row, row.running).text)


def _agree(row: Row, first: dict[str, Any], second: dict[str, Any]) -> bool:
    if "error" in first or "error" in second:
        return False
    if row.compare in ("runs", "converts"):
        return True
    return _same(row, first["value"], second["value"])


def _same(row: Row, first: Any, second: Any) -> bool:
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(_same(row, a, b) for a, b in zip(first, second, strict=True))
    if not (_is_array(first) and _is_array(second)):
        return bool(first == second)
    if row.compare == "shape":
        return bool(first["shape"] == second["shape"])
    return _shapes_agree(row, first["shape"], second["shape"]) and _close(first["data"], second["data"])


def _shapes_agree(row: Row, first: Sequence[int], second: Sequence[int]) -> bool:
    return first == second or (row.result_form and {tuple(first), tuple(second)} == {(), (1,)})


def _is_array(value: Any) -> bool:
    return isinstance(value, dict) and "shape" in value


def _close(first: list[float], second: list[float]) -> bool:
    return all(math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-5) for a, b in zip(first, second, strict=True))
