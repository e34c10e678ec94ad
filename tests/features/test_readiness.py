"""The figure of how much converts by itself."""

from __future__ import annotations

from gluonize.analysis import Document
from gluonize.catalogue import Category, load_catalogue
from gluonize.features.readiness import Readiness, readiness
from gluonize.rewriter import findings

TEXT = """\
from torch import nn
a = nn.Linear(2, 3)
b = nn.MaxPool2d(2, ceil_mode=True)
c = nn.RReLU()
d = nn.ReLU()
"""


def test_uses_are_counted_by_what_happens_to_them() -> None:
    counted = readiness(findings(Document(TEXT), load_catalogue(), "nd"))
    assert (counted.automatic, counted.noted, counted.never, counted.total) == (2, 1, 1, 4)
    assert (counted.automatic_share, counted.noted_share, counted.never_share) == (0.5, 0.25, 0.25)
    assert dict(counted.by_category)[Category.MISSING] == 1
    assert counted.as_json()["shares"] == {"automatic": 0.5, "noted": 0.25, "never": 0.25}


def test_a_file_without_pytorch_is_ready() -> None:
    assert readiness(()) == Readiness()
    assert (Readiness().automatic_share, Readiness().never_share) == (1.0, 0.0)
