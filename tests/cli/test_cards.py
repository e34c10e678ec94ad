from __future__ import annotations

import pytest

from gluonize.catalogue import Catalogue, read_catalogue
from gluonize.commands.cards import card

CHAPTER = """
[chapter]
title = "Some of everything"

["torch.clamp"]
torch = "(input, min: number = None, max: number = None, *, out=None)"
nd = "mx.nd.clip($input, a_min=$min, a_max=$max)"
np = "mx.np.clip($input, $min, $max)"
method = true
inplace = true
aliases = ["torch.clip"]
refuse = ["out"]
category = "renamed-arguments"
note = "Both bounds are needed."
examples = ["torch.clamp(x, 0.2, 0.8)"]
[["torch.max"]]
torch = "(input)"
nd = "mx.nd.max($input)"
category = "renamed"
examples = ["torch.max(x)"]
[["torch.max"]]
torch = "(input, dim: int, keepdim=False)"
nd = "(mx.nd.max($input, axis=$dim, keepdims=$keepdim), mx.nd.argmax($input, axis=$dim, keepdims=$keepdim))"
category = "result-form"
note = "The indices are float32."
examples = ["torch.max(x, 1)"]
["torch.optim.Optimizer.zero_grad"]
torch = "()"
rule = "optimizer"
category = "deletable"
["torch.vmap"]
none = "MXNet has no batching transform."
instead = "Write the batched operation by hand."
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("mappings")
    (folder / "some.toml").write_text(CHAPTER, encoding="utf-8")
    return read_catalogue(folder)


@pytest.mark.parametrize(
    ("asked", "qualified", "status"),
    [
        ("torch.clamp", "torch.clamp", "exact"),
        ("clamp", "torch.clamp", "exact"),
        ("torch.clip", "torch.clip", "exact"),
        ("torch.Tensor.clamp", "torch.Tensor.clamp", "exact"),
        ("Tensor.clamp_", "torch.Tensor.clamp_", "exact"),
        ("torch.max", "torch.max", "differs"),
        ("optim.Optimizer.zero_grad", "torch.optim.Optimizer.zero_grad", "structural"),
        ("torch.vmap", "torch.vmap", "none"),
        ("torch.clampp", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_a_name_has_its_status(catalogue: Catalogue, asked: str, qualified: str | None, status: str) -> None:
    found = card(catalogue, asked)
    assert (found["torch"], found["qualified"], found["status"]) == (asked, qualified, status)


def test_every_status_has_the_same_keys(catalogue: Catalogue) -> None:
    names = ("torch.clamp", "torch.max", "torch.vmap", "unheard_of", "mx.nd.clip")
    keys = {frozenset(card(catalogue, name)) for name in names}
    assert len(keys) == 1
    assert keys.pop() >= {"torch", "qualified", "status", "category", "nd", "np", "arguments", "notes", "evidence"}


def test_arguments_say_what_becomes_of_them(catalogue: Catalogue) -> None:
    arguments = {argument["name"]: argument for argument in card(catalogue, "torch.clamp")["arguments"]}
    assert arguments["input"]["required"]
    assert arguments["min"]["default"] == "None"
    assert arguments["min"]["handling"] == "used"
    assert arguments["out"]["handling"] == "refused"


def test_overloads_are_all_there_and_the_one_with_most_to_know_leads(catalogue: Catalogue) -> None:
    found = card(catalogue, "torch.max")
    assert [overload["status"] for overload in found["overloads"]] == ["exact", "differs"]
    assert found["notes"] == ["The indices are float32."]


def test_near_names_are_suggested(catalogue: Catalogue) -> None:
    assert "torch.clamp" in card(catalogue, "torch.clampp")["near"]


@pytest.mark.parametrize("asked", ["mx.nd.clip", "mxnet.nd.clip", "nd.clip", "mx.np.clip"])
def test_an_mxnet_name_leads_back_to_pytorch(catalogue: Catalogue, asked: str) -> None:
    found = card(catalogue, asked)
    assert "torch.clamp" in found["pytorch"]
    assert found["status"] == "exact"


def test_a_part_of_an_mxnet_name_is_no_name(catalogue: Catalogue) -> None:
    assert card(catalogue, "mx.nd.cli")["status"] == "unknown"
    assert card(catalogue, "mx.nd")["status"] == "unknown"
