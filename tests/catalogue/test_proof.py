"""Only what was executed with success is offered as a fix, and no name of PyTorch's tensors comes back as unknown."""

from __future__ import annotations

from typing import Any

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import Catalogue, load_catalogue
from gluonize.rewriter import convert, findings

PROGRAM = "import torch\nx = torch.zeros(2, 3)\ny = x.T\nz = torch.nn.Linear(2, 3)\nx[x > 0] = 1\n"
NAMES = ("torch.zeros", "torch.Tensor.T", "torch.nn.Linear", "torch.Tensor.__setitem__")
MODULES = "torch torch.linalg torch.fft torch.special torch.random torch.distributions".split()


def _with(name: str, record: dict[str, Any] | None) -> Catalogue:
    """The catalogue with another record of an entry's evidence, or without it."""
    whole = load_catalogue()
    evidence = {key: value for key, value in whole._evidence.items() if key != name or record is not None}
    if record is not None:
        evidence[name] = {**evidence[name], **record}
    return Catalogue(whole._records, evidence, whole._hints)


def _reasons(catalogue: Catalogue) -> dict[str, str]:
    return {finding.use.name: finding.reason for finding in findings(Document(PROGRAM), catalogue, "nd")}


@pytest.mark.parametrize("name", NAMES)
def test_what_failed_is_no_automatic_fix(name: str) -> None:
    assert not _reasons(load_catalogue())[name]
    assert "failed" in _reasons(_with(name, {"passed": False}))[name]


@pytest.mark.parametrize("name", NAMES)
def test_what_was_never_executed_is_no_automatic_fix(name: str) -> None:
    assert "never executed" in _reasons(_with(name, None))[name]


def test_what_is_not_proven_stays_as_it_is() -> None:
    assert "x.T" in convert(Document(PROGRAM), _with("torch.zeros", {"passed": False}), "nd").text
    assert "torch.zeros(2, 3)" in convert(Document(PROGRAM), _with("torch.zeros", {"passed": False}), "nd").text


def test_every_name_of_the_tensor_api_is_answered() -> None:
    pytest.importorskip("torch")
    coverage = pytest.importorskip("scripts.coverage")
    catalogue = load_catalogue()
    names = {name for module in MODULES for name in coverage.public_names(module)} | set(coverage.overridable_names())
    constants = {"torch.fft.Tensor"}
    assert sorted(name for name in names - constants if not coverage.entries_of(catalogue, name)) == []
