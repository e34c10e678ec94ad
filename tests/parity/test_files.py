"""Each program has its own view of the files: neither finds what the other has written, and the user's stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from .test_verdicts import compared

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.parity

NET = """\
import os


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 8)
        self.norm = nn.BatchNorm1d(8)
        self.lstm = nn.LSTM(8, 3, batch_first=True)
        self.out = nn.Linear(3, 2)

    def forward(self, x):
        h, _ = self.lstm(torch.relu(self.norm(self.fc(x))).unsqueeze(1))
        return self.out(h[:, -1])


net = Net()
x, y = torch.randn(8, 4), torch.randint(0, 2, (8,))
"""
TRAINING = """\
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(3):
    loss = F.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""
RESUMED = f"""{NET}
if os.path.exists("net.pt"):
    net.load_state_dict(torch.load("net.pt"))
{TRAINING}
torch.save(net.state_dict(), "net.pt")
"""


@pytest.mark.parametrize("target", ["nd", "np"])
def test_a_program_does_not_find_what_the_other_has_written(tmp_path: Path, target: str) -> None:
    report = compared(tmp_path, RESUMED, target=target, precision="float64")
    assert report.agree is True, report.reason
    assert not (tmp_path / "net.pt").exists()


def saved(tmp_path: Path) -> bytes:
    """A checkpoint of the network, with weights of its own, in the program's folder."""
    names: dict[str, object] = {}
    exec(f"import torch\nfrom torch import nn\ntorch.manual_seed(7)\n{NET}\nnet(x)\n", names)
    net, file = names["net"], tmp_path / "net.pt"
    state = net.state_dict()  # type: ignore[attr-defined]
    torch.save(state, file)
    torch.save({"model": state, "epoch": 3, "losses": [0.5, 0.25]}, tmp_path / "whole.pt")
    return file.read_bytes()


WHOLE = f"""{NET}
checkpoint = torch.load("whole.pt", weights_only=True)
net.load_state_dict(checkpoint["model"])
losses, epoch = checkpoint["losses"], checkpoint["epoch"]
{TRAINING}
late = Net()
late.load_state_dict(torch.load("whole.pt")["model"])
out = late(x)
"""


@pytest.mark.parametrize("target", ["nd", "np"])
@pytest.mark.parametrize("text", [RESUMED, WHOLE], ids=["weights", "whole"])
@pytest.mark.parametrize("lines", [False, True], ids=["values", "lines"])
def test_a_program_that_loads_a_checkpoint_is_compared(tmp_path: Path, target: str, text: str, lines: bool) -> None:
    before = saved(tmp_path)
    report = compared(tmp_path, text, target=target, lines=lines)
    assert report.agree is True, report.reason
    assert not [line for line in report.lines if not line.agree]
    assert (tmp_path / "net.pt").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["net.pt", "program.py", "whole.pt"]


def test_files_are_the_users_until_they_are_written(tmp_path: Path) -> None:
    """Large ones are not copied for nothing; those of the folders above are there, too."""
    (tmp_path / "work" / "deep").mkdir(parents=True)
    (tmp_path / "numbers.txt").write_text("1 2 3", encoding="utf-8")
    (tmp_path / "work" / "large.bin").write_bytes(bytes(3 << 20))
    (tmp_path / "work" / "deep" / "log.txt").write_text("a", encoding="utf-8")
    text = """
        import os

        numbers = torch.tensor([float(n) for n in open("../numbers.txt").read().split()])
        here = os.path.dirname(os.path.abspath(__file__))
        linked = int(os.path.islink("large.bin"))
        with open("deep/log.txt", "a") as log:
            log.write("b")
        with open(os.path.join(here, "large.bin"), "r+b") as file:
            file.write(b"x")
        size = os.path.getsize("large.bin")
        written = len(open("deep/log.txt").read())
    """
    report = compared(tmp_path / "work", text)
    assert report.agree is True, report.reason
    found = {value.name: value.worst for value in report.values}
    assert (found["linked"], found["written"], found["size"]) == ([1, 1], [2, 2], [3 << 20] * 2)
    assert (tmp_path / "work" / "large.bin").read_bytes() == bytes(3 << 20)
    assert (tmp_path / "work" / "deep" / "log.txt").read_text(encoding="utf-8") == "a"
