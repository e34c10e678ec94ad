from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

PROGRAM = 'import torch\n\nx = torch.ones(2, 3)\ns = "🔥"; y = torch.vmap(x)\n'


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "net.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_findings_are_named_by_line_and_column_and_code(run: Run, program: Path) -> None:
    result = run("check", program)
    assert result.exit_code == 1
    assert f"{program}:3:5: " in result.stdout
    assert f"{program}:4:14: missing: " in result.stdout
    assert "Readiness of 1 file, 2 uses" in result.stdout


def test_a_file_without_pytorch_is_fine(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("import os\n\nclass A:\n    def view(self): ...\n\nA().view()\n")
    result = run("check", tmp_path)
    assert result.exit_code == 0
    assert "Nothing of PyTorch" in result.stdout


def test_json_holds_the_same_findings(run: Run, program: Path) -> None:
    found = json.loads(run("check", "--json", program).stdout)
    assert found == json.loads(run("check", "--format", "json", program).stdout)
    ones, vmap = (finding for finding in found["findings"] if finding["line"] > 1)
    assert (ones["name"], ones["line"], ones["column"], ones["end_column"]) == ("torch.ones", 3, 5, 15)
    assert ones["convertible"]
    assert ones["replacement"]
    assert (vmap["code"], vmap["line"], vmap["column"], vmap["convertible"]) == ("missing", 4, 14, False)
    assert found["readiness"]["total"] == 2
    assert found["problems"] == []


def test_comments_silence_findings(run: Run, program: Path) -> None:
    program.write_text("import torch\nx = torch.ones(2)  # gluonize: ignore\n")
    result = run("check", program)
    assert result.exit_code == 0


def test_notebooks_name_the_cell(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(notebook("import torch", "%time 1\ny = 1\nx = torch.ones(2)"), encoding="utf-8")
    assert f"{path}:2:3:5: " in run("check", tmp_path).stdout
    finding = json.loads(run("check", "--json", path).stdout)["findings"][-1]
    assert (finding["cell"], finding["line"], finding["column"]) == (2, 3, 5)


def test_a_syntax_error_does_not_hide_the_rest(run: Run, program: Path) -> None:
    program.write_text("import torch\n\ndef broken(:\n    pass\n\ndef good():\n    return torch.ones(2)\n")
    result = run("check", program)
    assert result.exit_code == 1
    assert f"{program}:7:12: " in result.stdout
    assert "problem: line 3" in result.stdout


def test_a_file_that_cannot_be_read_is_a_problem_and_the_others_go_on(run: Run, program: Path) -> None:
    bad = program.with_name("bad.py")
    bad.write_bytes(b"x = '\xe9'\n")
    result = run("check", program.parent)
    assert result.exit_code == 1
    assert f"{bad}: problem: cannot be decoded" in result.stdout
    assert f"{program}:3:5: " in result.stdout


def sarif(run: Run, path: Path) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(run("check", "--format", "sarif", path).stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    return log


def test_sarif_counts_columns_in_utf_16_units(run: Run, program: Path) -> None:
    [log] = sarif(run, program)["runs"]
    assert log["columnKind"] == "utf16CodeUnits"
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in log["results"]]
    assert {"startLine": 4, "startColumn": 15, "endLine": 4, "endColumn": 25} in regions


def test_sarif_results_point_to_rules_with_help(run: Run, program: Path) -> None:
    [log] = sarif(run, program)["runs"]
    rules = log["tool"]["driver"]["rules"]
    assert all(rule["helpUri"].endswith(f"#{rule['id']}") for rule in rules)
    for result in log["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == program.as_uri()


def test_sarif_of_a_notebook_names_the_cell(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(notebook("import torch\ntorch.ones(2)"), encoding="utf-8")
    [log] = sarif(run, path)["runs"]
    place = log["results"][-1]["locations"][0]
    assert "region" not in place["physicalLocation"]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "cell 1, line 2, column 1"}]


def test_github_annotations_are_escaped(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a,b.py"
    path.write_text("import torch\ntorch.ones(2)\ntorch.vmap(1)\n")
    lines = run("check", "--format", "github", path).stdout.splitlines()
    name = str(path).replace(",", "%2C")
    assert any(line.startswith(f"::notice file={name},") and ",line=2,col=1," in line for line in lines)
    assert any(line.startswith(f"::warning file={name},title=gluonize missing,line=3,col=1,") for line in lines)


@pytest.mark.parametrize("arguments", [["check"], ["check", "nothing.py"], ["check", ".", "--format", "xml"], ["chek"]])
def test_usage_errors_end_with_2_and_a_sentence(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.strip().splitlines()[-1].startswith("Error: ")
