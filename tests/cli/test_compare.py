from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.tutorial import assert_amplified_rounding, write_tutorial

AGREEING = "import torch\n\nx = torch.ones(2, 3)\ny = (x + 1) * 2\n"


@pytest.mark.parity
def test_a_program_that_agrees_ends_with_0_and_its_report_says_so(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text(AGREEING)
    result = run("compare", source, "--json", tmp_path / "a.json", "--html", tmp_path / "a.html")
    assert result.exit_code == 0, result.output
    assert "agrees: " in result.stdout
    report = json.loads((tmp_path / "a.json").read_text())
    assert report["agree"] is True
    assert report["diverges_at"] is None
    assert {"values", "devices", "versions", "timing"} <= report.keys()
    value = next(value for value in report["values"] if value["name"] == "y")
    assert value["agree"] is True
    assert value["shapes"] == [[2, 3], [2, 3]]
    assert "<html" in (tmp_path / "a.html").read_text()


@pytest.mark.parity
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_one_precision_can_be_asked_for(run: Run, tmp_path: Path, precision: str) -> None:
    source = tmp_path / "a.py"
    source.write_text(AGREEING)
    result = run("compare", source, "--precision", precision, "--json", "-", "--markdown", tmp_path / "a.md")
    record = json.loads(result.stdout)
    assert (record["agree"], record["precision"]) == (True, precision)
    assert {dtype for value in record["values"] for dtype in value["dtypes"]} == {precision}
    assert (tmp_path / "a.md").read_text().startswith("# a.py: agrees\n")


@pytest.mark.parity
def test_json_on_standard_output_is_nothing_but_json(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text(AGREEING)
    result = run("compare", source, "--json", "-")
    assert json.loads(result.stdout)["agree"] is True


@pytest.mark.parity
def test_a_program_that_fails_ends_with_2_and_a_report_without_a_verdict(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("import torch\nraise ValueError('no data')\n")
    result = run("compare", source, "--json", tmp_path / "a.json")
    assert result.exit_code == 2
    assert "no data" in result.stderr
    report = json.loads((tmp_path / "a.json").read_text())
    assert report["agree"] is None
    assert "no data" in report["reason"]


def test_an_interpreter_without_pytorch_is_named_before_anything_runs(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text(AGREEING)
    result = run("compare", source, "--torch-python", tmp_path / "no-python")
    assert result.exit_code == 2
    assert "no-python" in result.stderr


def test_a_file_that_is_not_python_is_refused(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("def f(:\n")
    result = run("compare", source, "--torch-python", sys.executable)
    assert result.exit_code == 2
    assert "line 1" in result.stderr


@pytest.mark.parity
def test_a_saved_report_is_judged_again_without_running(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text(AGREEING)
    saved = tmp_path / "a.json"
    assert run("compare", source, "--json", saved).exit_code == 0
    source.unlink()
    assert run("compare", "--from", saved, "--rtol", "0", "--atol", "0").exit_code == 0
    record = json.loads(saved.read_text())
    value = next(value for value in record["values"] if value["name"] == "y")
    value["frontier"] = [[4.0, 0.5]]
    saved.write_text(json.dumps(record))
    result = run("compare", "--from", saved, "--atol", "0.4", "--html", tmp_path / "b.html", "--json", "-")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["agree"] is None
    assert "undecided" in (tmp_path / "b.html").read_text()


@pytest.mark.parametrize("arguments", [(), ("a.py", "--from", "a.json")])
def test_a_program_or_a_report_is_needed(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("compare", *arguments)
    assert result.exit_code == 2
    assert "either FILE" in result.stderr


@pytest.mark.parity
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_programs_of_a_folder_end_in_one_table(run: Run, tmp_path: Path, jobs: int) -> None:
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "a.py").write_text(AGREEING)
    (folder / "b.py").write_text("import sys\nx = [1.0 if 'mxnet' in sys.modules else 2.0]\n")
    (folder / "c.py").write_text("raise ValueError('no data')\n")
    result = run("compare", folder, "--jobs", jobs, "--json", tmp_path / "all.json")
    assert result.exit_code == 1
    assert "1 of 3 agree" in result.stdout
    record = json.loads((tmp_path / "all.json").read_text())
    assert record["agree"] is False
    assert [(Path(one["source"]).name, one["agree"]) for one in record["programs"]] == [
        ("a.py", True),
        ("b.py", False),
        ("c.py", None),
    ]
    assert "no data" in record["programs"][2]["reason"]


def test_a_folder_without_programs_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("compare", tmp_path)
    assert result.exit_code == 2
    assert "there is no program" in result.stderr


BOOK = [
    "import torch\n%matplotlib inline\nx = torch.randn(2, 3)",
    "y = x * 2",
    "z = y.sum(dim=0)\nz",
    "raise ValueError()",
]


@pytest.mark.parity
@pytest.mark.parametrize(
    ("place", "names"),
    [("::4", ["z", "the last value"]), (":4:1-1", ["z"]), ("::2", ["y"])],
)
def test_a_cell_is_compared_with_the_state_that_the_cells_before_it_make(
    run: Run, tmp_path: Path, place: str, names: list[str]
) -> None:
    cells: list[dict[str, object]] = [{"cell_type": "code", "source": source, "metadata": {}} for source in BOOK]
    cells.insert(2, {"cell_type": "markdown", "source": "# Sums", "metadata": {}})
    book = tmp_path / "book.ipynb"
    book.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    result = run("compare", f"{book}{place}", "--json", "-")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert [value["name"] for value in report["values"]] == names
    assert report["notes"] == ["the lines count through all code cells"]


def test_a_cell_that_is_not_there(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "book.ipynb"
    book.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    result = run("compare", f"{book}::3")
    assert result.exit_code == 2
    assert "no code cell 3" in result.stderr


def test_lines_behind_the_end(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text(AGREEING)
    result = run("compare", f"{source}:3-9")
    assert result.exit_code == 2
    assert "the last one is 4" in result.stderr


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--send", "data"], "are for a --kernel-server"),
        (["--kernel-server", "http://localhost:9", "--torch-python", sys.executable], "an interpreter is one of this"),
        (["--kernel-server", "http://localhost:9/?token=sesame"], "leave the secret out of the kernel server's URL"),
        (["--kernel-server", "http://a", "--kernel-server", "http://b"], "one program runs in one place"),
        (["--kernel-server", "http://localhost:9"], "http://localhost:9 cannot be reached"),
    ],
)
def test_options_of_places_must_fit(run: Run, tmp_path: Path, options: list[str], reason: str) -> None:
    source = tmp_path / "a.py"
    source.write_text(AGREEING)
    result = run("compare", source, *options)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert "sesame" not in result.output


@pytest.mark.parity
@pytest.mark.parametrize(
    ("place", "options", "name"), [(":4", (), "torch.relu, line 4"), (":4:17", ("--examples",), "sum, line 4")]
)
def test_one_call_is_compared_alone(run: Run, tmp_path: Path, place: str, options: tuple[str, ...], name: str) -> None:
    source = tmp_path / "a.py"
    source.write_text("import torch\n\nx = torch.randn(2, 3)\ny = torch.relu(x.sum(0))\nraise ValueError()\n")
    result = run("compare", f"{source}{place}", *options, "--json", "-")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["name"] == name
    assert {value["line"] for value in report["values"]} == {4}


@pytest.mark.parity
def test_a_function_is_compared_on_given_inputs(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("import torch\n\n\ndef f(x, y):\n    return torch.matmul(x, y)\n")
    given = ("--input", "x=float32(2, 3)", "--input", "y=torch.ones(3, 4)")
    result = run("compare", f"{source}::f", *given, "--json", "-")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["values"][0]["shapes"] == [[2, 4], [2, 4]]
    result = run("compare", source, *given)
    assert result.exit_code == 2
    assert "for one definition" in result.stderr


@pytest.mark.parity
def test_the_tutorials_training_with_its_last_batch_is_judged_right(run: Run, tmp_path: Path) -> None:
    result = run("compare", write_tutorial(tmp_path), "--json", tmp_path / "a.json")
    assert result.exit_code == 0, result.output
    assert "amplified rounding: " in result.stdout
    assert_amplified_rounding(json.loads((tmp_path / "a.json").read_text()))


@pytest.mark.parity
def test_what_follows_two_dashes_are_the_programs_arguments(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("import sys\n\nimport torch\n\nx = torch.ones(2) * float(sys.argv[2])\n")
    result = run("compare", source, "--json", "-", "--", "--lr", "3")
    assert (result.exit_code, json.loads(result.stdout)["agree"]) == (0, True)
    assert run("compare", tmp_path, "--", "3").exit_code == 2


@pytest.mark.parity
def test_the_limits_can_be_chosen(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("import torch\n\nwhile True:\n    pass\n")
    result = run("compare", source, "--seconds", "1")
    assert result.exit_code == 2
    assert "longer than the limit of 1 s" in result.stderr
