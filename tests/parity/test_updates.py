"""Programs that update weights by hand: a wrong gradient is charged to the line that causes it, not to the update."""

from __future__ import annotations

from pathlib import Path

import pytest

from .spoiling import Fault, line_of
from .test_verdicts import IMPORTS, compared

pytestmark = pytest.mark.parity

LEAVES = """\
x, y = torch.randn(16, 4), torch.randn(16, 1)
w1 = torch.randn(4, 8, requires_grad=True)
b1 = torch.zeros(8, requires_grad=True)
w2 = torch.randn(8, 1, requires_grad=True)
losses = []
for step in range(5):
    hidden = torch.tanh(x @ w1 + b1)
    out = hidden @ w2
    loss = torch.mean((out - y) ** 2)
    loss.backward()
    with torch.no_grad():
        w1 -= 0.1 * w1.grad
        b1 -= 0.1 * b1.grad
        w2 -= 0.1 * w2.grad
    w1.grad.zero_()
    b1.grad.zero_()
    w2.grad.zero_()
    losses.append(loss.item())
"""
NETWORK = """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 8)
        self.second = nn.Linear(8, 1)

    def forward(self, x):
        hidden = torch.tanh(self.first(x))
        return self.second(hidden)


net = Net()
x, y = torch.randn(16, 4), torch.randn(16, 1)
losses = []
for step in range(5):
    out = net(x)
    loss = torch.mean((out - y) ** 2)
    net.zero_grad()
    loss.backward()
    with torch.no_grad():
        for p in net.parameters():
            p -= 0.1 * p.grad
    losses.append(loss.item())
"""
DATA = NETWORK.replace(
    "    with torch.no_grad():\n        for p in net.parameters():\n            p -= 0.1 * p.grad\n",
    "    for p in net.parameters():\n        p.data.add_(p.grad.data, alpha=-0.1)\n",
)
TEXTS = {"leaves": LEAVES, "network": NETWORK, "data": DATA}


@pytest.mark.parametrize("target", ["nd", "np"])
@pytest.mark.parametrize("name", TEXTS)
def test_hand_written_updates_are_judged_line_by_line(tmp_path: Path, name: str, target: str) -> None:
    report = compared(tmp_path, TEXTS[name], target=target, lines=True)
    assert report.agree is True, report.reason
    assert {line.verdict for line in report.lines} == {"agrees"}
    updates = [number for number, text in enumerate(report.text.splitlines(), 1) if ".grad" in text and "0.1" in text]
    assert {line.line for line in report.lines} >= set(updates)


@pytest.mark.parametrize("target", ["nd", "np"])
@pytest.mark.parametrize("at", ["hidden = ", "loss = "])
@pytest.mark.parametrize("name", TEXTS)
def test_a_wrong_gradient_is_charged_to_the_line_that_causes_it(
    tmp_path: Path, name: str, at: str, target: str
) -> None:
    right = {"hidden = ": f"mx.{target}.tanh(", "loss = ": f"mx.{target}.mean("}[at]
    fault = Fault(at, right, f"(lambda a: {right}a * 0.5 + a.detach() * 0.5))(")
    report = compared(tmp_path, TEXTS[name], fault=fault, target=target)
    line = line_of(IMPORTS + TEXTS[name], at)
    assert (report.verdict, report.diverges_at) == ("different", line), report.reason
    assert [part.line for part in report.lines if not part.agree] == [line]
