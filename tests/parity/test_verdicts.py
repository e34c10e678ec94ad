"""Right conversions are not called different for what they draw at random, leave uninitialised, or share by halves."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from gluonize.commands.places import parse_place, subject_of
from gluonize.errors import RunError
from gluonize.files.programs import read_program
from gluonize.parity import CompareOptions, Report, compare_part
from gluonize.parity.subjects import Subject

from .spoiling import Fault, line_of, spoiled

pytestmark = pytest.mark.parity

IMPORTS = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


def compared(tmp_path: Path, text: str, place: str = "", fault: Fault | None = None, **options: object) -> Report:
    """Compare the place in a program that begins with IMPORTS; line 4 is its first line."""
    path = tmp_path / "program.py"
    path.write_text(IMPORTS + textwrap.dedent(text), encoding="utf-8")
    chosen = replace(CompareOptions(keep_warm=True, device="cpu"), **options)  # type: ignore[arg-type]
    subject = subject_of(read_program(path), parse_place(f"{path}{place}"), chosen.target)
    if fault is not None:
        assert isinstance(subject, Subject)
        subject = replace(subject, conversion=spoiled(subject.text, fault, target=chosen.target))
    return compare_part(path, subject, chosen, lambda stage, share: None)


@pytest.mark.parametrize(
    "call",
    [
        "nn.init.orthogonal_(torch.zeros(4, 3))",
        "nn.init.xavier_uniform_(torch.zeros(4, 3))",
        "nn.init.trunc_normal_(torch.zeros(4, 3), std=0.02)",
        "F.scaled_dot_product_attention(torch.ones(1, 4, 8), torch.ones(1, 4, 8), torch.ones(1, 4, 8), dropout_p=0.5)",
        "F.gumbel_softmax(torch.ones(3, 4))",
        "torch.zeros(3).exponential_()",
    ],
)
@pytest.mark.parametrize("place", ["", ":4"], ids=["program", "call"])
def test_draws_inside_of_pytorch_prove_nothing(tmp_path: Path, call: str, place: str) -> None:
    report = compared(tmp_path, f"y = {call}\n", place)
    assert report.verdict == "undecided"
    assert "random numbers" in report.reason or "dropout" in report.reason


def test_draws_of_new_weights_raise_no_doubt(tmp_path: Path) -> None:
    text = """
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc = nn.Linear(4, 3)
                nn.init.orthogonal_(self.fc.weight)
                self.apply(self.start)

            def start(self, module):
                if isinstance(module, nn.Linear):
                    nn.init.normal_(module.bias.data, 0.0, 0.1)

            def forward(self, x):
                return self.fc(x)


        net = Net()
        for p in net.parameters():
            if p.dim() > 1:
                nn.init.xavier_uniform_(p)
        data = torch.utils.data.TensorDataset(torch.randn(8, 4))
        for (x,) in torch.utils.data.DataLoader(data, batch_size=4, shuffle=True):
            y = net(x)
    """
    report = compared(tmp_path, text)
    assert report.agree is True, report.reason
    assert not report.basis.doubts


def test_uninitialised_memory_is_no_difference(tmp_path: Path) -> None:
    text = """
        a = torch.empty(30, 40)
        b = torch.empty_like(a)
        c = a.new_empty(2, 2)
        d = torch.empty(2, 2, dtype=torch.int64)
        e = torch.empty(3, requires_grad=True)
    """
    report = compared(tmp_path, text, lines=True)
    assert (report.agree, {line.verdict for line in report.lines}) == (True, {"agrees"})


def test_what_only_one_framework_changes_is_said(tmp_path: Path) -> None:
    report = compared(tmp_path, "layer = nn.ReLU(inplace=True)\n", ":4")
    assert (report.verdict, report.reason.rpartition(", ")[2]) == (
        "undecided",
        "but only the PyTorch program changes x.",
    )


def test_what_stands_in_lists_and_dicts_is_compared(tmp_path: Path) -> None:
    text = """
        x = torch.randn(3, 4)
        table = {"a": x * 2, 1: [x.sum(), x.mean(dim=0)]}
        parts = torch.split(x, [1, 3], dim=1)
    """
    report = compared(tmp_path, text)
    assert report.agree is True, report.reason
    names = {value.name: value.line for value in report.values}
    assert names == {"x": 5, "table['a']": 6, "table[1][0]": 6, "table[1][1]": 6, "parts[0]": 7, "parts[1]": 7}


def test_a_layer_may_be_called_beside_its_network(tmp_path: Path) -> None:
    text = """
        net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2))
        optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
        x, y = torch.randn(16, 4), torch.randint(0, 2, (16,))
        for step in range(5):
            hidden = net[0](x)
            prediction = net(x)
            loss = F.cross_entropy(prediction, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    """
    report = compared(tmp_path, text, lines=True)
    assert report.agree is True, report.reason
    assert {line.verdict for line in report.lines} == {"agrees"}
    assert report.lines[-1].executions > 1


AVERAGE = """\
import copy


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 8)
        self.norm = nn.BatchNorm1d(8)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        return self.out(torch.relu(self.norm(self.fc(x))))


@torch.no_grad()
def update(average, net, decay=0.9):
    for p, q in zip(net.parameters(), average.parameters()):
        q.copy_(decay * q + (1 - decay) * p)


net = Net()
average = copy.deepcopy(net)
shadow = {name: p.detach().clone() for name, p in net.named_parameters()}
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(16, 4), torch.randint(0, 2, (16,))
for step in range(4):
    loss = F.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    update(average, net)
moved = sum((p - shadow[name]).abs().sum() for name, p in net.named_parameters())
out = average(x)
"""


@pytest.mark.parametrize("target", ["nd", "np"])
@pytest.mark.parametrize("lines", [False, True], ids=["values", "lines"])
def test_copies_of_weights_before_the_first_call_are_those_of_pytorch(tmp_path: Path, target: str, lines: bool) -> None:
    report = compared(tmp_path, AVERAGE, target=target, lines=lines)
    assert report.agree is True, report.reason
    assert {"moved", "out"} <= {value.name for value in report.values}
    assert {line.verdict for line in report.lines} == ({"agrees"} if lines else set())


def test_a_wrong_average_is_seen_though_it_is_first_called_after_the_training(tmp_path: Path) -> None:
    fault = Fault("q.copy_(", "[:] = ", "[:] = 1.05 * ")
    report = compared(tmp_path, AVERAGE, fault=fault)
    assert (report.verdict, report.diverges_at) == ("different", line_of(IMPORTS + AVERAGE, fault.at)), report.reason


TRAINING = """\
class Block(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc = nn.Linear(size, size)
        self.norm = nn.BatchNorm1d(size)

    def forward(self, x, scale):
        return torch.relu(self.norm(self.fc(x))) * scale


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(10, 8)
        self.first = Block(8)
        self.second = Block(8)
        self.out = nn.Linear(8, 2)

    def forward(self, tokens, scale):
        h = self.words(tokens).mean(dim=1)
        return self.out(self.second(self.first(h, scale), scale))


net = Net()
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
tokens, y, scale = torch.randint(0, 10, (16, 5)), torch.randint(0, 2, (16,)), torch.rand(16, 1)
for step in range(4):
    optimizer.zero_grad()
    loss = F.cross_entropy(net(tokens, scale), y) + F.cross_entropy(net(tokens.flip(0), scale), y)
    loss.backward()
    optimizer.step()
"""


@pytest.mark.parametrize("place", ["::Net", "::Net.forward", "::Block", "::Block.forward", ":32:29"])
@pytest.mark.parametrize("target", ["nd", "np"])
def test_calls_in_a_training_loop_are_judged_one_by_one(tmp_path: Path, place: str, target: str) -> None:
    report = compared(tmp_path, TRAINING, place, target=target)
    assert report.agree is True, report.reason
    assert any("weight.grad" in value.name for value in report.values)
    assert max(value.max_abs_float64 or 0 for value in report.values) < 1e-10


EFFECTS = """\
import random


class Game:
    def __init__(self):
        self.place = torch.zeros(2)
        self.moves = 0

    def step(self, action):
        self.moves += 1
        self.place = self.place + action + random.random() * 0
        return self.place * 1, self.moves


@torch.no_grad()
def estimate(net):
    return torch.stack([net(torch.randn(5, 3)).mean() for _ in range(2)]).mean()


def sample(values):
    return random.choice(values)


random.seed(0)
net = nn.Linear(3, 2)
game = Game()
for turn in range(4):
    place, moves = game.step(turn)
    loss = estimate(net)
    chosen = sample([1.0, 2.0, 3.0, 4.0, 5.0])
"""


@pytest.mark.parametrize("name", ["Game.step", "estimate", "sample"])
def test_a_call_that_changes_its_program_is_not_made_again(tmp_path: Path, name: str) -> None:
    report = compared(tmp_path, EFFECTS, f"::{name}")
    assert report.agree is True, report.reason
    names = [value.name for value in report.values]
    assert f"{name}(...)" + ("[1]" if name == "Game.step" else "") + ", call 3" in names
    assert ("self.moves after call 2" in names) is (name == "Game.step")


def test_a_function_may_be_given_what_a_convolution_has_made(tmp_path: Path) -> None:
    """MXNet keeps it in a layout of oneDNN, which not everything can write to."""
    text = """
        def cut(x):
            return x[:, :, :-1]


        net = nn.Conv1d(8, 16, 3)
        y = cut(net(torch.randn(2, 8, 10)))
    """
    report = compared(tmp_path, text, "::cut", target="np")
    assert report.agree is True, report.reason


def test_an_object_that_cannot_be_called(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"Game makes objects that cannot be called: compare .* FILE::Game\.step"):
        compared(tmp_path, EFFECTS, "::Game")


CLIPPING = """\
class Trainer:
    def __init__(self, net):
        self.net = net
        self.optimizer = torch.optim.AdamW(net.parameters(), lr=0.01)

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.net(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 0.05)
        self.optimizer.step()
        return loss.item()


trainer = Trainer(nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3)))
losses = [trainer.step(torch.randn(6, 4), torch.randint(0, 3, (6,))) for _ in range(3)]
"""
CLIPPED = Fault("nn.utils.clip_grad_norm_", "clip_grad_norm(", "(lambda p, n: clip_grad_norm(p, n / 2))(")


@pytest.mark.parametrize("target", ["nd", "np"])
@pytest.mark.parametrize("fault", [None, CLIPPED], ids=["sound", "wrong"])
def test_a_line_that_clips_gradients_is_judged_on_its_own(tmp_path: Path, target: str, fault: Fault | None) -> None:
    report = compared(tmp_path, CLIPPING, fault=fault, target=target, lines=True)
    line = line_of(IMPORTS + CLIPPING, CLIPPED.at)
    assert report.agree is (fault is None), report.reason
    assert [part.line for part in report.lines if part.verdict == "differs"] == ([line] if fault else [])
    assert line in {part.line for part in report.lines}
