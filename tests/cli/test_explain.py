from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


def test_json_has_one_object_per_name_in_order(run: Run) -> None:
    names = ("torch.nn.Linear", "nn.Linear", "Linear")
    result = run("explain", "--json", *names)
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [card["torch"] for card in found] == list(names)
    assert {card["qualified"] for card in found} == {"torch.nn.Linear"}
    assert "mx.gluon.nn.Dense" in found[0]["nd"]


def test_an_unknown_name_ends_with_1(run: Run) -> None:
    result = run("explain", "--json", "torch.no_such_thing_at_all")
    assert result.exit_code == 1
    assert json.loads(result.stdout)[0]["status"] == "unknown"


@pytest.mark.parametrize("name", ["nn.Linear", "mx.gluon.nn.Dense", "nn.Linaer"])
def test_the_card_for_people_names_the_layer(run: Run, name: str) -> None:
    assert "torch.nn.Linear" in run("explain", name).stdout
