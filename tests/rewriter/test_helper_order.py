"""Helpers stand in an order in which Python can define them."""

from __future__ import annotations

import pytest

from gluonize.rewriter.imports import in_order


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["StepLR", "LRScheduler"], ["LRScheduler", "StepLR"]),
        (["LRScheduler", "CosineAnnealingLR"], ["LRScheduler", "CosineAnnealingLR"]),
        (["AdamW", "Adam"], ["Adam", "AdamW"]),
        (["where", "gather"], ["gather", "where"]),
    ],
)
def test_a_class_stands_behind_the_one_it_derives_from(names: list[str], expected: list[str]) -> None:
    assert in_order(names, "nd") == expected
