"""`gluonize weights`: a checkpoint becomes parameters of the converted network, or is refused with a reason."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
import torch
import torch.nn as nn


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x)) + x)


class Net(nn.Module):
    def __init__(self, classes=5):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2), nn.BatchNorm2d(8), nn.PReLU())
        self.blocks = nn.ModuleList([Block(8), Block(8)])
        self.rnn = nn.LSTM(8, 6, num_layers=2, bidirectional=True, batch_first=True)
        self.register_buffer("scale", torch.ones(1) * 2)
        self.head = nn.Linear(12, classes)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        out, _ = self.rnn(x.flatten(2).transpose(1, 2))
        return self.head(out[:, -1]) * self.scale


raise_in_script = __name__ == "__main__" and 1 / 0
"""

SAVE = """
import sys
import torch
from net import Net

torch.manual_seed(0)
net = Net(7)
for name, buffer in net.named_buffers():
    if "running" in name:
        buffer.uniform_(0.5, 2)
state = {"module." + name: value for name, value in net.state_dict().items()}
torch.save({"epoch": 3, "model": state, "optimizer": {"lr": 0.1}}, "net.pt")
torch.save(net, "whole.pt")
net.scale.fill_(3)
torch.save(net.state_dict(), "changed.pt")
torch.save({"a": net.state_dict(), "b": {"c": net.state_dict()}}, "unclear.pt")
"""

pytestmark = pytest.mark.parity


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("weights")
    (place / "net.py").write_text(PROGRAM)
    subprocess.run([sys.executable, "-c", SAVE], cwd=place, check=True, timeout=120)
    return place


def weights(folder: Path, checkpoint: str, *options: str, network: str = "Net(7)") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gluonize", "weights", f"net.py::{network}", checkpoint, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.parametrize("target", ["nd", "np"])
def test_every_array_arrives_and_the_outputs_agree(folder: Path, target: str) -> None:
    out = folder / f"{target}.params"
    done = weights(folder, "net.pt", "-o", str(out), "--target", target, "--input", "float32(2, 3, 9, 9)")
    assert done.returncode == 0, done.stderr
    names = dict(line.split("\t") for line in done.stdout.splitlines())
    assert len(names) == 35
    assert names["stem.1.weight"] == "stem.1.gamma"
    assert names["rnn.weight_hh_l1_reverse"] == "rnn.r1_h2h_weight"
    assert "35 arrays written" in done.stderr
    assert "scale is set by the network itself" in done.stderr
    assert "The outputs of both networks agree" in done.stderr
    assert out.stat().st_size > 1000


REFUSED = {
    "whole": ("whole.pt", (), "Net(7)", "it holds more than tensors"),
    "other sizes": ("net.pt", (), "Net", "size mismatch for head.weight"),
    "a buffer of its own": ("changed.pt", (), "Net(7)", "PyTorch has scale and MXNet has nothing left over"),
    "several": ("unclear.pt", (), "Net(7)", "it is not clear where the weights are: give --key one of a, b"),
    "no such key": ("net.pt", ("--key", "model.ema"), "Net(7)", "it has no 'model.ema'"),
    "no network": ("net.pt", (), "torch", "torch is no network: name a class, or write its call, as in Net(10)"),
    "another file": ("net.py", (), "Net(7)", "was not converted"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused(folder: Path, case: str) -> None:
    checkpoint, options, network, reason = REFUSED[case]
    done = weights(folder, checkpoint, "-o", "refused.params", *options, network=network)
    assert done.returncode == 2
    assert reason in done.stderr
    assert not (folder / "refused.params").exists()
    assert "Traceback" not in done.stderr


class Dangerous:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("open('executed', 'w').close()",)


def test_code_in_a_checkpoint_is_never_run(folder: Path) -> None:
    (folder / "dangerous.pt").write_bytes(pickle.dumps({"model": Dangerous()}, protocol=2))
    done = weights(folder, "dangerous.pt", "-o", "dangerous.params")
    assert done.returncode == 2, done.stdout
    assert "was not converted" in done.stderr
    assert not (folder / "executed").exists()


def test_a_key_leads_to_the_weights(folder: Path) -> None:
    done = weights(folder, "unclear.pt", "-o", "key.params", "--key", "b.c")
    assert "PyTorch has scale" in done.stderr


def test_an_existing_file_stays(folder: Path) -> None:
    done = weights(folder, "net.pt", "-o", "net.py")
    assert done.returncode == 2
    assert "is there already" in done.stderr
