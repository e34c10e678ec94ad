"""Every report follows the published schema, and has nothing that the schema does not describe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import gluonize.parity
from gluonize.parity import CompareOptions, Report, Tolerances, judge_again, read_report
from gluonize.parity.report import SCHEMA
from gluonize.parity.unrun import not_run

from .conftest import PROGRAMS, Comparison
from .spoiling import Fault, spoiled

RULES: dict[str, Any] = json.loads(
    (Path(gluonize.parity.__file__).parent / "report.schema.json").read_text(encoding="utf-8")
)


def problems(record: Any) -> list[str]:
    found = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(RULES).iter_errors(record)]
    return [*found, *undescribed(record, RULES, "$")]


def undescribed(record: Any, rules: dict[str, Any], place: str) -> Iterator[str]:
    """Keys of the record that the rules do not name."""
    rules = {**RULES["$defs"].get(rules.get("$ref", "").rpartition("/")[2], {}), **rules}
    if isinstance(record, dict) and not isinstance(rules.get("additionalProperties"), dict):
        for name, part in record.items():
            known = rules.get("properties", {})
            if name in known:
                yield from undescribed(part, known[name], f"{place}.{name}")
            else:
                yield f"{place}.{name} is not described"
    elif isinstance(record, list) and "items" in rules:
        for index, part in enumerate(record):
            yield from undescribed(part, rules["items"], f"{place}[{index}]")


def written(report: Report) -> Any:
    return json.loads(json.dumps(report.to_json(), allow_nan=False))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(RULES)
    assert RULES["$id"] == RULES["properties"]["schema"]["const"] == SCHEMA


def test_a_wrong_report_is_found() -> None:
    record = written(not_run(Path("a.py"), CompareOptions(), "no data"))
    assert problems(record) == []
    del record["values"]
    record["verdict"] = "perhaps"
    record["timing"]["torch"]["extra"] = 1
    assert len(problems(record)) == 3


@pytest.mark.parity
def test_a_training_follows_the_schema(run: Comparison, digits: Path, tmp_path: Path) -> None:
    ours = (digits / "mnist_mlp.py").read_text(encoding="utf-8").replace("drop_last=True", "drop_last=False")
    theirs = (PROGRAMS / "mnist_mlp.mx.py").read_text(encoding="utf-8").replace('"discard"', '"keep"')
    short = [text.replace("EPOCHS = 5", "EPOCHS = 2") for text in (ours, theirs)]
    tight = Tolerances().changed({"all": 1e-9}, {"all": 1e-9})  # so that there is a run in float64
    record = written(run(*short, file=digits / "schema.py", tolerances=tight))
    assert record["losses"]["epochs"][0]["difference_float64"] is not None
    assert problems(record) == []
    (tmp_path / "report.json").write_text(json.dumps(record), encoding="utf-8")
    assert problems(written(judge_again(read_report(tmp_path / "report.json"), {"all": 1.0}, {}))) == []


@pytest.mark.parity
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("x = [1.0, 2.0]\nonly = 1\n", "x = [1.0, float('nan')]\n"),
        ("import time\nx = 1\nt = time.time()\n", "x = 2\n"),
        ("import torch\nx = torch.ones(2, 3)\n", "import mxnet as mx\nx = mx.nd.ones((3, 2))\n"),
        ("import torch\nx = torch.nn.functional.gelu(torch.ones(2))\n", "import mxnet as mx\nx = mx.nd.zeros((2,))\n"),
        ("import torch\n", "import torch\n"),
        ("x = 'text'\n", ""),
    ],
)
def test_what_differs_or_is_undecided_follows_the_schema(run: Comparison, ours: str, theirs: str) -> None:
    assert problems(written(run(ours, theirs))) == []


@pytest.mark.parity
def test_lines_follow_the_schema(run: Comparison, tmp_path: Path) -> None:
    text = (PROGRAMS / "faults.py").read_text(encoding="utf-8")
    conversion = spoiled(text, Fault("h = functional.leaky_relu", ", slope=", ", slope=25 * "))
    report = run(text, conversion.text, edits=conversion.edits)
    record = written(report)
    assert {line["verdict"] for line in record["lines"]} == {"agrees", "drifts", "differs"}
    assert record["not_judged"]
    assert problems(record) == []
    (tmp_path / "report.json").write_text(json.dumps(record), encoding="utf-8")
    assert read_report(tmp_path / "report.json").lines == report.lines
