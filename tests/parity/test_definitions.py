"""Functions and modules: with the inputs of the program's calls, the user's, or made ones; with their gradients."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import Target
from gluonize.errors import RunError, UsageError
from gluonize.parity import CompareOptions, Report, compare_subject
from gluonize.parity.inputs import documented_shapes, given_inputs
from gluonize.parity.reduced import reduced
from gluonize.parity.subjects import Subject, definition

PROGRAM = """\
import torch
from torch import nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, classes, width=4):
        super().__init__()
        self.conv = nn.Conv2d(1, width, 3)
        self.norm = nn.BatchNorm2d(width)
        self.drop = nn.Dropout(0.5)
        self.fc = nn.Linear(width * 13 * 13, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm(self.conv(x))), 2)
        return self.fc(self.drop(x.flatten(1)))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20, 5)
        self.rnn = nn.LSTM(5, 3, batch_first=True)

    def forward(self, tokens):
        y, _ = self.rnn(self.embedding(tokens))
        return y.mean(dim=1)


def norm(x: torch.Tensor, eps=1e-5):
    '''Layer normalisation of x (Tensor) of shape (N, 6).'''
    return (x - x.mean(dim=1, keepdim=True)) / torch.sqrt(x.var(dim=1, unbiased=False, keepdim=True) + eps)


def pair(a, b):
    return torch.cat([a, b], dim=0) * 2


def bump(x):
    x.add_(1)
    return x.sum()


def fit(net, x, y):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(4):
        optimizer.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
    return loss


if __name__ == "__main__":
    net = Net(10)
    bump(torch.ones(3))
    line = nn.Linear(3, 1)
    fit(line, torch.randn(5, 3), torch.randn(5, 1))
"""


def defined(name: str, *inputs: str, file: Path | None = None, text: str = PROGRAM, target: Target = "nd") -> Subject:
    return definition(Document(text, path="net.py"), target, name, given_inputs(inputs, file))


def compared(tmp_path: Path, subject: Subject) -> Report:
    path = tmp_path / "net.py"
    path.write_text(subject.text)
    return compare_subject(path, subject, CompareOptions(keep_warm=True, device="cpu"), lambda stage, share: None)


def named(report: Report) -> list[str]:
    assert report.agree is True, report.reason
    return [value.name for value in report.values]


@pytest.mark.parity
@pytest.mark.parametrize("target", ["nd", "np"])
def test_a_module_gets_what_its_first_layer_takes_and_is_compared_in_both_modes(tmp_path: Path, target: Target) -> None:
    report = compared(tmp_path, defined("Net", target=target))
    names = named(report)
    assert names[:3] == ["Net(...), call 1", "Net(...), in training", "Net(...), call 1: the gradient of x"]
    assert "net.norm.weight.grad, call 1" in names
    assert report.notes[0].endswith("it was called with x of shape (2, 1, 28, 28)")


@pytest.mark.parity
def test_a_module_of_an_embedding_gets_whole_numbers(tmp_path: Path) -> None:
    names = named(compared(tmp_path, defined("Words")))
    assert "Words.embedding.weight.grad, call 1" in names
    assert not any("gradient of tokens" in name for name in names)


@pytest.mark.parity
def test_the_documented_shape_of_a_function(tmp_path: Path) -> None:
    report = compared(tmp_path, defined("norm"))
    assert "norm(...), call 1: the gradient of x" in named(report)
    assert report.values[0].shapes[0] == [4, 6]


@pytest.mark.parity
def test_the_inputs_of_the_user(tmp_path: Path) -> None:
    report = compared(tmp_path, defined("pair", "a=float32(2, 3) in (0, 1)", "b=torch.randn(1, 3)"))
    assert named(report) == [f"pair(...), call 1{what}" for what in ("", ": the gradient of a", ": the gradient of b")]
    assert not report.notes


@pytest.mark.parity
def test_the_inputs_of_a_file(tmp_path: Path) -> None:
    import numpy as np

    file = tmp_path / "inputs.npz"
    np.savez(file, np.ones((2, 3), "float32"), b=np.ones((1, 3), "float32"))
    assert len(named(compared(tmp_path, defined("pair", file=file)))) == 3


@pytest.mark.parity
def test_an_argument_that_is_changed_is_compared_afterwards(tmp_path: Path) -> None:
    assert named(compared(tmp_path, defined("bump"))) == ["bump(...), call 1", "x after call 1"]


TRAINED = """\
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.norm = nn.BatchNorm1d(2)

    def forward(self, x):
        return self.norm(self.fc(x))


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(4):
    optimizer.zero_grad()
    loss = (net(torch.randn(6, 3)) ** 3).mean()
    loss.backward()
    optimizer.step()
strange = torch.fft.fftn(loss)
print(strange.real)
"""


@pytest.mark.parity
def test_the_calls_of_a_training_have_gradients_and_leave_it_as_it_is(tmp_path: Path) -> None:
    report = compared(tmp_path, defined("Net", text=TRAINED))
    names = named(report)
    assert "Net(...), call 3: the gradient of x" in names
    assert "net.norm.weight.grad, call 3" in names
    assert "the statements that begin at line 22, 23 were left out" in report.notes[0]


def test_what_does_not_convert_and_is_not_needed_is_left_out() -> None:
    document = Document(TRAINED, path="net.py")
    found = reduced(document, "nd", "Net")
    assert found is not None
    rest, lines = found
    assert lines == (22, 23)
    assert rest.text.count("\n") == TRAINED.count("\n")
    assert "strange" not in rest.text
    assert reduced(Document(TRAINED.replace("self.fc(x)", "torch.fft.fftn(x)"), path="net.py"), "nd", "Net") is None
    assert reduced(Document("import torch\nx = torch.ones(2)\n", path="net.py"), "nd", "f") is None


@pytest.mark.parity
def test_a_function_that_trains(tmp_path: Path) -> None:
    names = named(compared(tmp_path, defined("fit")))
    assert "line.weight.grad at the first step" in names
    assert [name for name in names if "line.bias" in name and "after" in name] == [
        f"line.bias after step {step}" for step in (1, 2, 3)
    ]
    assert names[-1] == "fit(...), call 1: the losses"


@pytest.mark.parity
def test_a_wrong_gradient_is_told_although_the_values_agree(tmp_path: Path) -> None:
    subject = defined("pair", "a=float32(2, 3)", "b=float32(1, 3)")
    wrong = subject.conversion.text.replace("* 2", "* 2 + 0 * 0", 1).replace("*[a, b]", "*[mx.nd.BlockGrad(a), b]")
    assert "BlockGrad" in wrong
    report = compared(tmp_path, replace(subject, conversion=replace(subject.conversion, text=wrong)))
    assert [value.name for value in report.values if not value.agree] == ["pair(...), call 1: the gradient of a"]


@pytest.mark.parity
@pytest.mark.parametrize(
    ("name", "inputs", "message"),
    [
        ("pair", (), "give them, as in --input 'a=float32"),
        ("pair", ("a=float32(2, 3)",), "needs a value for b"),
        ("fit", ("net=nn.Linear(3, 1)", "x=float32(2, 3)", "y=float32(2, 1)"), "A Linear cannot be carried over"),
    ],
)
def test_inputs_that_are_missing(tmp_path: Path, name: str, inputs: tuple[str, ...], message: str) -> None:
    with pytest.raises(RunError, match=message):
        compared(tmp_path, defined(name, *inputs))


def test_a_definition_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="defines no function or class absent"):
        defined("absent")


@pytest.mark.parametrize("text", ["x", "x=", "3=float32(2)", "x=float32(2", "x=numpy float32(2)", "x=a b"])
def test_an_input_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="is no input"):
        given_inputs([text], None)


def test_a_file_of_inputs_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="npz"):
        given_inputs([], tmp_path / "absent.npz")


@pytest.mark.parametrize(
    ("body", "shapes"),
    [
        ('    """x: (N, 3, height, W)"""', {"x": (4, 3, 8, 8)}),
        ("    # x (Tensor) has shape [batch, 10]\n    # y: (10,)", {"x": (4, 10), "y": (10,)}),
        ("    # labels x (N, 3)", {}),
        ("    # x(a + b, c)", {}),
        ("    # text: (3, 4)", {}),
    ],
)
def test_shapes_in_docstrings_and_comments(body: str, shapes: dict[str, tuple[int, ...]]) -> None:
    assert dict(documented_shapes(f"def f(x, y):\n{body}\n    return x\n", "f")) == shapes


def test_shapes_in_annotations_and_in_a_class() -> None:
    text = (
        'class Net:\n    """Takes y of shape (2, 5)."""\n'
        '    def forward(self, x: Float[Tensor, "batch 3"], y, n: "int"):\n        return x\n'
    )
    assert documented_shapes(text, "Net") == documented_shapes(text, "Net.forward") == (("x", (4, 3)), ("y", (2, 5)))
