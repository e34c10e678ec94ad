"""The report as JSON, as a page and as Markdown."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from gluonize.parity import Report, render_html, render_markdown
from gluonize.parity.charts import histogram
from gluonize.parity.pages import lines
from gluonize.parity.report import Line

from .conftest import PROGRAMS, Comparison
from .spoiling import Fault, spoiled

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


def test_the_page_sorts_and_filters_without_a_script(run: Comparison) -> None:
    page = render_html(run("a = 1.5\nb = 2.0\nc = 3\n", "a = 1.5\nb = 9.0\nc = 4\n"))
    rows = dict(re.findall(r'<tr class="value ([^"]*)" style="([^"]*)">.*?<summary>', page))
    assert set(rows) == {"variable", "variable parted wrong"}
    places = {name: css for css, name in re.findall(r'style="(--name[^"]*)">.*?<summary>(\w)</summary>', page)}
    orders = {name: dict(part.split(":") for part in css.strip(";").split(";")) for name, css in places.items()}
    assert sorted(orders, key=lambda name: int(orders[name]["--error"])) == ["b", "c", "a"]
    assert sorted(orders, key=lambda name: int(orders[name]["--name"])) == ["a", "b", "c"]
    for order in orders["a"]:
        assert f"section:has(#sort-{order[2:]}:checked) tr.value > td {{ order: var({order}); }}" in page
    assert "section:has(#show-wrong:checked) tr.value:not(.wrong)" in page
    assert not re.search(r"\son\w+=", page), "an event handler would need a script"


def test_each_line_has_its_error(run: Comparison) -> None:
    report = run("a = 1.5\nb = [2.0, 3.0]\n", "a = 1.5\nb = [2.0, 3.25]\n")
    found = {row["number"]: (row["text"], row["what"], row["error"], row["here"]) for row in lines.rows(report)}
    assert found == {1: ("a = 1.5", "a", "0", False), 2: ("b = [2.0, 3.0]", "b", "0.25", True)}
    assert (lines.length(0.0), lines.length(1e-17), lines.length(1e-8), lines.length(None)) == (0.0, 1.0, 50.0, 100.0)


def test_a_value_tells_everything_that_is_known_of_it(run: Comparison) -> None:
    report = run("x = [1.0, float('nan'), 4.0]\n", "x = [1.0, float('nan'), 5.0]\n")
    page = render_html(report)
    facts = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page))
    assert facts["tolerance"] == "1e-5 + 1.3e-6 (float32)"
    assert facts["within it"] == "66.6667% of the numbers"
    assert facts["worst at [2]"] == "4 in PyTorch, 5 in MXNet"
    assert facts["NaN"] == "1 in PyTorch, 1 in MXNet"
    assert facts["would just pass with"] == "6.6e+04 times that"
    assert {"mean error", "99% of the errors up to", "line"} <= facts.keys()


def test_markdown_keeps_its_columns_where_shapes_differ(run: Comparison) -> None:
    text = render_markdown(run("x = [1.0]\n", "x = [1.0, 2.0]\n"))
    row = next(line for line in text.splitlines() if line.startswith("| x "))
    assert row.replace("\\|", "").count("|") == 7


def test_the_page_draws_how_the_errors_are_spread(report: Report) -> None:
    page = render_html(report)
    assert "1 are 0, 1 from 1e-1" in page
    bars = histogram(zero=2, lowest=-20, counts=[4, 0, 1])
    assert bars.count("<rect") == 1
    assert "2 are 0, 4 from 1e-20, 1 from 1e-18" in bars


def test_lines_that_were_judged_on_their_own_show_their_drift_beside(run: Comparison) -> None:
    report = run("variables")
    judged = Line(
        1, 1, ("torch.ones",), "a", "drifts", 1, True, 1e-8, 0.0, 1.0, {"relative": 0.0, "absolute": 1.0}, 1e-5
    )
    found = {row["number"]: row for row in lines.rows(replace(report, lines=(judged,)))}
    assert (found[1]["mark"], found[1]["error"], found[1]["second"]) == ("round", "1.0e-08", "1.0e-05 in the whole run")
    others = [row for number, row in found.items() if number != 1]
    assert others
    assert {row["error"] for row in others} == {""}, "their errors are those of the whole run"
    assert "of the values that PyTorch's line had" in lines.lead(replace(report, lines=(judged,)))


def test_the_pages_tell_faults_from_drift(run: Comparison) -> None:
    text = (PROGRAMS / "faults.py").read_text(encoding="utf-8")
    conversion = spoiled(text, Fault("h = functional.leaky_relu", ", slope=", ", slope=25 * "))
    report = run(text, conversion.text, edits=conversion.edits)
    page, table = render_html(report), render_markdown(report)
    assert "section:has(#verdict-differs:checked) .judged:not(.differs)" in page
    assert page.count('<div class="judged differs">') == 1
    assert page.count('<div class="judged drifts">') > 5
    assert "Line 44: MXNet needs nothing in its place." in page
    [row] = [line for line in table.splitlines() if line.endswith("| differs: h in Net.forward |")]
    assert row.startswith("| 15 | `h = functional.leaky_relu(h, 0.01)` |")
    assert row.count("|") == 6
