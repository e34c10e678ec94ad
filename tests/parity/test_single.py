"""What float32 alone shows: a line that loses there what PyTorch keeps is told from rounding."""

from __future__ import annotations

from pathlib import Path

import pytest

from .spoiling import Fault, line_of
from .test_verdicts import IMPORTS, compared

pytestmark = pytest.mark.parity

TRAINING = """\
def center(x):
    shifted = x + 300.0
    return shifted - shifted.mean(dim=1, keepdim=True)


x = torch.randn(32, 20)
y = torch.randint(0, 3, (32,))
net = nn.Sequential(nn.Linear(20, 16), nn.Tanh(), nn.Linear(16, 3))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for step in range(6):
    h = net(center(x)) * 20
    half = torch.sigmoid(h)
    small = half * 1e-7
    z = torch.logsumexp(h * 10, dim=1)
    most = (h * 0 + x[:, :3]).argmax(dim=1)
    loss = (z - h.gather(1, y.unsqueeze(1)).squeeze(1)).mean() / 100
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""
FAULTS = {
    "overflow": Fault("z = ", "logsumexp(", "(lambda a, axis: mx.nd.log(mx.nd.exp(a).sum(axis=axis)))("),
    "half": Fault("half = ", "mx.nd.sigmoid(", "(lambda a: mx.nd.sigmoid(a).astype('float16').astype(a.dtype))("),
    "lost": Fault("loss = ", "gather(", "(lambda a, *b: gather(a + 1e8, *b) - 1e8)("),
    "exact": Fault("most = ", ".argmax(axis=", ".__add__(1e7).argmax(axis="),
}


@pytest.mark.parametrize("lines", [False, True], ids=["values", "lines"])
@pytest.mark.parametrize("target", ["nd", "np"])
@pytest.mark.parametrize("precision", ["auto", "float32"])
def test_rounding_that_a_program_amplifies_is_no_error(
    tmp_path: Path, target: str, precision: str, lines: bool
) -> None:
    report = compared(tmp_path, TRAINING, target=target, precision=precision, lines=lines)
    assert report.agree is (True if precision == "auto" else report.agree)
    assert [(line.line, line.what) for line in report.lines if not line.agree] == []


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("precision", ["auto", "float32"])
def test_what_float32_alone_shows_is_found_at_its_line(tmp_path: Path, name: str, precision: str) -> None:
    fault = FAULTS[name]
    report = compared(tmp_path, TRAINING, fault=fault, precision=precision, lines=precision == "float32")
    wrong = [line.line for line in report.lines if not line.agree]
    assert wrong == [line_of(IMPORTS + TRAINING, fault.at)], report.reason
    if precision == "auto":
        assert (report.verdict, report.diverges_at) == ("different", wrong[0]), report.reason


SMALL = Fault("half = ", "mx.nd.sigmoid(", "1.0003 * mx.nd.sigmoid(")


def test_a_small_error_of_small_numbers_is_seen_in_float32(tmp_path: Path) -> None:
    report = compared(tmp_path, TRAINING, fault=SMALL, precision="float32", lines=True)
    assert [line.line for line in report.lines if not line.agree] == [line_of(IMPORTS + TRAINING, SMALL.at)]
