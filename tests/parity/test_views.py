"""The report as JSON, as a page and as Markdown."""

from __future__ import annotations

import json

import pytest

from gluonize.parity import Report, render_html, render_markdown
from gluonize.parity.charts import histogram

from .conftest import Comparison

pytestmark = pytest.mark.parity


@pytest.fixture
def report(run: Comparison) -> Report:
    return run("x = [1.0, 2.0]\nname = '<b>'\n", "x = [1.0, 2.5]\nname = '<b>'\n")


def test_json_has_the_promised_keys(report: Report) -> None:
    data = json.loads(json.dumps(report.to_json(), allow_nan=False))
    keys = {"schema", "agree", "reason", "verdict", "values", "losses", "devices", "versions", "timing", "diverges_at"}
    assert keys <= data.keys()
    assert (data["schema"], data["agree"], data["diverges_at"]) == ("gluonize-parity/1", False, 1)
    assert data["values"][0]["max_abs"] == 0.5
    assert data["values"][0]["worst_index"] == [1]


def test_the_page_needs_nothing_else(report: Report) -> None:
    page = render_html(report)
    assert not any(word in page for word in ("<script", "http:", "https:", "src=", "@import", "url("))
    assert "the first to differ is x (line 1)" in page


def test_markdown_is_a_table(report: Report) -> None:
    assert "| x | 2 | 0.5 |" in render_markdown(report)


def test_the_page_draws_how_the_errors_are_spread(report: Report) -> None:
    page = render_html(report)
    assert "1 are 0, 1 from 1e-1" in page
    bars = histogram(zero=2, lowest=-20, counts=[4, 0, 1])
    assert bars.count("<rect") == 1
    assert "2 are 0, 4 from 1e-20, 1 from 1e-18" in bars
