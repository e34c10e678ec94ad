"""Values of many kinds are compared as what they hold, and none of them stops a comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from .spoiling import Fault, line_of
from .test_verdicts import IMPORTS, compared

pytestmark = pytest.mark.parity

CLASSES = """\
import dataclasses
from collections import deque


@dataclasses.dataclass
class Output:
    logits: torch.Tensor
    loss: torch.Tensor = None
    steps: int = 0


@dataclasses.dataclass(frozen=True)
class Pair:
    a: torch.Tensor
    b: list


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        y = self.fc(x)
        return Output(logits=y, loss=(y ** 2).mean(), steps=3)


def shift(pair, by):
    return Pair(pair.a + by, [part * 2 for part in pair.b])


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.randn(3, 4)
recent = deque(maxlen=3)
for step in range(5):
    out = net(x)
    optimizer.zero_grad()
    out.loss.backward()
    optimizer.step()
    recent.append(out.loss.detach())
pair = Pair(x, [x + 1, x.sum()])
moved = shift(pair, 0.5)
"""


@pytest.mark.parametrize("place", ["", "::shift", "::Net", "::Net.forward"])
@pytest.mark.parametrize("target", ["nd", "np"])
def test_data_classes_and_deques_are_compared_by_what_they_hold(tmp_path: Path, place: str, target: str) -> None:
    report = compared(tmp_path, CLASSES, place, target=target, lines=not place)
    assert report.agree is True, report.reason
    names = {value.name for value in report.values}
    held = {"::shift": "shift(...).b[1], call 1", "::Net": "Net(...).loss, call 2"}
    assert held.get(place, "Net.forward(...).loss, call 2" if place else "moved.b[1]") in names
    if not place:
        assert {"out.logits", "recent[2]", "pair.a", "net(...)[1], call 3"} <= names
        assert {line.verdict for line in report.lines} == {"agrees"}


@pytest.mark.parametrize("target", ["nd", "np"])
def test_a_fault_inside_of_a_data_class_is_found_at_its_line(tmp_path: Path, target: str) -> None:
    text = CLASSES.replace("loss=(y ** 2).mean()", "loss=torch.mean(y ** 2)")
    fault = Fault("return Output(", f"mx.{target}.mean(", f"mx.{target}.sum(")
    report = compared(tmp_path, text, fault=fault, target=target)
    line = line_of(IMPORTS + text, fault.at)
    assert (report.verdict, report.diverges_at) == ("different", line), report.reason
    assert [part.line for part in report.lines if not part.agree] == [line]


ODD = """\
import numpy as np

x = torch.randn(3, 4)
mask, count, whole = x > 0, (x > 0).sum(), torch.arange(5)
holes, infinite = torch.log(x), x / 0
mixed = torch.tensor([1.0, float("nan"), float("inf"), -float("inf")])
spectrum = np.fft.fft(np.ones(4)) * 1j
nothing = np.zeros((0, 3))
strings, objects = np.array(["a", "b"]), np.array([None, 1], dtype=object)
structured = np.zeros(2, dtype=[("a", "i4")])
ragged, imaginary, huge = [[1, 2], [3]], 1 + 2j, 10**40
keys = {1: x, (1, 2): x * 2, None: 3, frozenset([1]): x}
numbers, later = {1, 2}, (i for i in range(3))
endless, ring = [x], {}
endless.append(endless)
ring["ring"] = ring
deep = x
for level in range(100):
    deep = [deep]
"""


@pytest.mark.parametrize("target", ["nd", "np"])
@pytest.mark.parametrize("lines", [False, True], ids=["values", "lines"])
def test_odd_values_stop_nothing(tmp_path: Path, target: str, lines: bool) -> None:
    report = compared(tmp_path, ODD, target=target, lines=lines)
    assert report.agree is True, report.reason
    names = {value.name for value in report.values}
    assert {"mask", "holes", "infinite", "mixed", "spectrum", "nothing", "ragged[1][0]", "imaginary"} <= names
    assert {"keys[1]", "keys[(1, 2)]", "keys[None]", "keys[frozenset({1})]", "endless[0]"} <= names
    assert not [line for line in report.lines if not line.agree]


@pytest.mark.parametrize("target", ["nd", "np"])
def test_lists_of_single_numbers_are_the_same(tmp_path: Path, target: str) -> None:
    text = "x = torch.randn(3, 4)\nsums = [row.sum() for row in x]\nrows = [row[:1] for row in x]\n"
    report = compared(tmp_path, text, target=target)
    assert report.agree is True, report.reason
    assert {"sums", "rows"} <= {value.name for value in report.values}
