"""The report names what the catalogue warns of at the place where the runs part."""

from __future__ import annotations

import json

import pytest

from gluonize.catalogue import load_catalogue
from gluonize.parity import render_html, render_markdown
from gluonize.parity.causes import probable_causes, uses_by_line

from .conftest import PROGRAMS, Comparison

TEXT = (PROGRAMS / "faults.py").read_text(encoding="utf-8")


def line_of(begin: str) -> int:
    return next(n for n, line in enumerate(TEXT.splitlines(), 1) if line.strip().startswith(begin))


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        ("h = functional.leaky_relu", [("torch.nn.functional.leaky_relu", "h = functional.leaky_relu")]),
        ("trainer.step()", [("torch.optim.Optimizer.step", "trainer.step()"), ("torch.optim.SGD", "trainer =")]),
        ("score = features", []),
    ],
)
def test_the_uses_at_a_line_are_named(begin: str, expected: list[tuple[str, str]]) -> None:
    causes = probable_causes(TEXT, "nd", {line_of(begin)}, set())
    assert [(cause.name, cause.line) for cause in causes] == [(name, line_of(at)) for name, at in expected]
    for cause in causes:
        assert cause.note in {entry.note for entry in load_catalogue().lookup(cause.name)}


def test_a_text_that_does_not_parse_has_no_cause() -> None:
    assert probable_causes("x = = 1\n", "nd", {1}, {"x"}) == ()


@pytest.mark.parity
def test_the_running_variance_leads_to_batch_norm(run: Comparison) -> None:
    report = run(
        "import torch\nnorm = torch.nn.BatchNorm1d(3)\nnorm(torch.arange(12.).reshape(4, 3)).sum().backward()\n",
        "import mxnet as mx\nnorm = mx.gluon.nn.BatchNorm(in_channels=3, epsilon=1e-5)\nnorm.initialize()\n"
        "with mx.autograd.record():\n    y = norm(mx.nd.arange(12).reshape((4, 3))).sum()\ny.backward()\n",
    )
    assert report.agree is False
    cause = next(cause for cause in report.cause if cause.name == "torch.nn.BatchNorm1d")
    assert cause.line == 2
    assert "variance" in cause.note
    assert {"name": cause.name, "line": 2, "note": cause.note} in json.loads(json.dumps(report.to_json()))["cause"]
    assert "running statistics" in render_html(report)
    assert "running statistics" in render_markdown(report)


@pytest.mark.parity
def test_programs_that_agree_have_no_cause(run: Comparison) -> None:
    assert run("variables").cause == ()


def test_lines_are_named_by_what_they_use_and_by_what_made_it() -> None:
    names = uses_by_line(TEXT, "nd")
    assert names[line_of("h = self.conv(x)")] == ("torch.nn.Conv2d",)
    assert names[line_of("h = functional.leaky_relu")] == ("torch.nn.functional.leaky_relu",)
    assert names[line_of("trainer.step()")] == ("torch.optim.Optimizer.step", "torch.optim.SGD")
    layers = "from torch import nn\nnet = nn.Sequential(\n    nn.Linear(2, 3),\n    None,\n)\n"
    assert uses_by_line(layers, "nd") == {
        2: ("torch.nn.Sequential",),
        3: ("torch.nn.Linear",),
        4: ("torch.nn.Sequential",),
        5: ("torch.nn.Sequential",),
    }
