"""Saved reports can be judged again, with the outcome that a run with those tolerances would have."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gluonize.errors import UsageError
from gluonize.parity import Report, Tolerances, judge_again, read_report, render_html
from gluonize.parity.probe.spread import spread
from gluonize.parity.probe.statistics import statistics
from gluonize.parity.tolerances import ALL

from .conftest import Comparison

SAMPLES = {
    "noise": lambda rng: (rng.normal(size=5000), 1e-6 * rng.normal(size=5000)),
    "relative noise": lambda rng: (a := rng.normal(size=5000), 1e-6 * a * rng.normal(size=5000)),
    "proportional": lambda rng: (a := rng.normal(size=500), 1e-6 * a),
    "zeros": lambda rng: (np.zeros(10), np.zeros(10)),
    "one": lambda rng: (np.array([2.0]), np.array([1e-3])),
    "whole numbers as floats": lambda rng: (np.arange(20.0), np.arange(20.0) % 3),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_frontier_judges_as_all_numbers_do(sample: str) -> None:
    a, error = SAMPLES[sample](np.random.default_rng(3))
    b = a + error
    corners = spread(a, b)["frontier"]
    assert len(corners) < 60
    for relative in (0.0, 1e-9, 1e-7, 1e-6, 1e-5, 1e-3, 1.0):
        needed = max(0.0, float(np.max(np.abs(b - a) - relative * np.abs(a))))
        for absolute in (needed * (1 + 1e-9) + 1e-18, needed * (1 - 1e-9) - 1e-18):
            if absolute < 0:
                continue
            passes = all(error <= absolute + relative * size for size, error in corners)
            assert passes is statistics(a, b, [relative, absolute])["agree"]


def test_the_histogram_counts_every_error() -> None:
    a = np.zeros(7)
    found = spread(a, np.array([0.0, 0.0, 2e-3, 3e-3, 0.5, 5.0, np.nan]))["histogram"]
    assert found == {"zero": 2, "lowest": -3, "counts": [2, 0, 1, 1]}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "report.json"


def written(report: Report, path: Path) -> Report:
    path.write_text(json.dumps(report.to_json(), allow_nan=False), encoding="utf-8")
    return read_report(path)


APART = ("x = [1.0, 2.0]\nk = [1, 2]\n", "x = [1.0, 2.001]\nk = [1, 2]\n")


@pytest.mark.parity
def test_a_saved_report_is_the_report(run: Comparison, saved: Path) -> None:
    report = run(*APART)
    assert report.agree is False
    again = written(report, saved)
    assert json.loads(json.dumps(again.to_json())) == json.loads(saved.read_text())
    assert judge_again(again, {}, {}) == again
    assert render_html(again) == render_html(report)


@pytest.mark.parity
def test_looser_tolerances_make_it_agree_as_a_run_with_them_does(run: Comparison, saved: Path) -> None:
    again = judge_again(written(run(*APART), saved), {ALL: 0.0}, {ALL: 0.01})
    fresh = run(*APART, tolerances=Tolerances().changed({ALL: 0.0}, {ALL: 0.01}))
    assert (again.agree, again.verdict, again.diverges_at) == (True, "agrees", None)
    assert (fresh.agree, fresh.verdict, fresh.reason) == (again.agree, again.verdict, again.reason)
    for mine, theirs in zip(again.values, fresh.values, strict=True):
        assert mine.agree is theirs.agree
        assert mine.smallest_tolerance == pytest.approx(theirs.smallest_tolerance)


@pytest.mark.parity
def test_tighter_tolerances_prove_nothing_without_a_run(run: Comparison, saved: Path) -> None:
    report = run(APART[0], "x = [1.0, 2.000001]\nk = [1, 2]\n")
    assert report.agree is True
    again = judge_again(written(report, saved), {ALL: 0.0}, {ALL: 1e-9})
    assert (again.agree, again.verdict) == (None, "undecided")
    assert "only a run with these tolerances can tell" in again.reason
    assert [value.agree for value in again.values if value.name == "k"] == [True]


@pytest.mark.parametrize("content", ["", "[]", '{"schema": "gluonize-parity/0"}', '{"schema": "gluonize-parity/1"}'])
def test_what_is_no_report_is_refused(saved: Path, content: str) -> None:
    saved.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="report"):
        read_report(saved)
