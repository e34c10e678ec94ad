"""Which weights are PyTorch's: those that MXNet has drawn itself, and none that the program has written."""

from __future__ import annotations

from pathlib import Path

import pytest

from .spoiling import Fault, line_of
from .test_verdicts import IMPORTS, compared

pytestmark = pytest.mark.parity

COPIES = """\
import copy


class Mix(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(size, size))
        nn.init.uniform_(self.weight, -0.5, 0.5)
        self.fc = nn.Linear(size, size)

    def forward(self, x):
        return torch.tanh(self.fc(x) @ self.weight)


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        layer = Mix(size)
        self.layers = nn.ModuleList([copy.deepcopy(layer) for _ in range(2)])
        self.out = nn.Linear(size, 2)

    def forward(self, x):
        for layer in self.layers:
            x = x + layer(x)
        return self.out(x)


x, y = torch.randn(8, 4), torch.randint(0, 2, (8,))
losses = []
for trial in range(2):
    net = Net(4)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for step in range(3):
        loss = F.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
last = Net(4)
last.load_state_dict(net.state_dict())
out = last(x)
net.load_state_dict(last.state_dict())
again = net(x)
"""


@pytest.mark.parametrize("target", ["nd", "np"])
@pytest.mark.parametrize("lines", [False, True], ids=["values", "lines"])
def test_a_second_network_with_copied_layers_starts_from_pytorch(tmp_path: Path, target: str, lines: bool) -> None:
    report = compared(tmp_path, COPIES, target=target, lines=lines)
    assert report.agree is True, report.reason
    assert {line.verdict for line in report.lines} == ({"agrees"} if lines else set())


@pytest.mark.parametrize("at", ["last.load_state_dict", "net.load_state_dict"])
@pytest.mark.parametrize("target", ["nd", "np"])
def test_weights_that_are_loaded_wrongly_are_seen_where_they_are(tmp_path: Path, target: str, at: str) -> None:
    fault = Fault(at, "load_state_dict(", "(lambda b, s: load_state_dict(b, {k: 1.01 * v for k, v in s.items()}))(")
    report = compared(tmp_path, COPIES, fault=fault, target=target)
    assert (report.verdict, report.diverges_at) == ("different", line_of(IMPORTS + COPIES, at)), report.reason
    assert [line.line for line in report.lines if not line.agree] == [report.diverges_at]
