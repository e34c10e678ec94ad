"""Selected lines: the state before them is made on both sides, and what they compute is compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gluonize.analysis import Document, Span
from gluonize.errors import RunError, SourceError, UsageError
from gluonize.parity import CompareOptions, Report, compare_subject
from gluonize.parity.focus import Definition, Lines
from gluonize.parity.selections import selection
from gluonize.parity.subjects import Subject

TRAINING = """\
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        h = self.fc(x)
        return torch.relu(h)


net = Net()
x = torch.randn(5, 3)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
a = x * 2
b = a.sum(dim=1)
b.mean()
for epoch in range(4):
    optimizer.zero_grad()
    out = net(x)
    loss = (out * out).mean()
    loss.backward()
    optimizer.step()
late = torch.fft.fftn(x)
"""


def lines(text: str, first: str, last: str | None = None) -> Span:
    """From the line that holds `first` to that which holds `last`."""
    start = text.index(first)
    end = text.index(last or first)
    return Span(text.rindex("\n", 0, start) + 1 if start else 0, text.index("\n", end))


def selected(text: str, first: str, last: str | None = None) -> Subject:
    return selection(Document(text, path="net.py"), "nd", lines(text, first, last))


def compared(tmp_path: Path, subject: Subject) -> Report:
    path = tmp_path / "net.py"
    path.write_text(subject.text)
    return compare_subject(path, subject, CompareOptions(keep_warm=True, device="cpu"), lambda stage, share: None)


def named(report: Report) -> list[str]:
    return [value.name for value in report.values]


@pytest.mark.parity
def test_the_names_and_the_last_value_of_lines(tmp_path: Path) -> None:
    report = compared(tmp_path, selected(TRAINING, "a = x", "b.mean()"))
    assert report.agree is True, report.reason
    assert [(value.name, value.line) for value in report.values] == [("a", 18), ("b", 19), ("the last value", 20)]
    assert report.name == "lines 18 to 20"


@pytest.mark.parity
def test_lines_of_a_loop_are_compared_three_times_with_their_gradients(tmp_path: Path) -> None:
    report = compared(tmp_path, selected(TRAINING, "out = net", "loss.backward"))
    assert report.agree is True, report.reason
    assert named(report)[:4] == ["out", "loss", "net.fc.weight.grad", "net.fc.bias.grad"]
    assert named(report)[-1] == "net.fc.bias.grad, time 3"


@pytest.mark.parity
def test_a_whole_step_of_training_leaves_weights(tmp_path: Path) -> None:
    report = compared(tmp_path, selected(TRAINING, "optimizer.zero", "optimizer.step"))
    assert report.agree is True, report.reason
    assert {"net.fc.weight.grad at the first step", "net.fc.weight", "net.fc.weight, time 3"} <= set(named(report))


@pytest.mark.parity
def test_lines_of_a_function_see_its_locals(tmp_path: Path) -> None:
    report = compared(tmp_path, selected(TRAINING, "h = self", "return torch"))
    assert report.agree is True, report.reason
    assert "begin at line 27 were left out" in report.notes[0]
    assert named(report)[:2] == ["h", "the last value"]


@pytest.mark.parity
def test_lines_that_compute_something_else_are_told(tmp_path: Path) -> None:
    subject = selected(TRAINING, "a = x", "b = a")
    wrong = subject.conversion.text.replace("a = x * 2", "a = x * 3")
    report = compared(tmp_path, replace(subject, conversion=replace(subject.conversion, text=wrong)))
    assert (report.agree, report.diverges_at) == (False, 18)
    assert [value.name for value in report.values if not value.agree] == ["a", "b"]


@pytest.mark.parity
def test_lines_that_the_program_never_comes_to(tmp_path: Path) -> None:
    text = "import torch\nx = torch.ones(2)\nif x.sum() > 5:\n    y = x + 1\n"
    with pytest.raises(RunError, match="ends before it comes to the selected lines"):
        compared(tmp_path, selected(text, "y = x"))


def test_a_selection_is_made_of_whole_statements() -> None:
    focus = selected(TRAINING, "super()", "def forward").focus
    assert isinstance(focus, Lines)
    assert focus.torch == (6, 12)
    focus = selected(TRAINING, "loss = (out").focus
    assert isinstance(focus, Lines)
    assert (focus.torch, focus.names) == ((24, 24), (("loss", 24),))


def test_what_does_not_convert_behind_the_lines_is_left_out() -> None:
    conversion = selected(TRAINING, "out = net", "loss.backward").conversion
    assert "late" not in conversion.text
    assert "torch" not in conversion.text


def test_lines_without_a_statement() -> None:
    with pytest.raises(UsageError, match="no statement"):
        selected("import torch\n\n# a comment\nx = torch.ones(2)\n", "# a comment")


def test_a_selection_of_something_that_is_not_python() -> None:
    with pytest.raises(SourceError, match="line 1"):
        selected("x = (\n", "x = (")


STUCK = "import torch\nx = torch.randn(3, 4)\na = x * 2\nb = torch.geqrf(x)\nc = b[0] + 1\n"


def test_a_selection_that_does_not_convert_says_why_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(STUCK)
    document = Document(STUCK, path=str(path))
    subject = selection(document, "nd", Span(STUCK.index("a = "), STUCK.index("c = ")))
    report = compare_subject(path, subject, CompareOptions(device="cpu"), lambda stage, share: None)
    assert report.verdict == "undecided"
    begin, _, todo = report.reason.partition(" is not converted: ")
    assert begin == "The conversion still uses PyTorch (its line 1). Line 4: torch.geqrf"
    assert "Use torch.linalg.qr" in todo


def test_a_selected_definition_is_compared_as_one() -> None:
    text = "import torch\nclass Net:\n    def twice(self, x):\n        return x * 2\n"
    for part, name in (("class Net", "Net"), ("def twice", "Net.twice")):
        start = text.index(part)
        found = selection(Document(text, path="net.py"), "nd", Span(start, len(text)))
        assert isinstance(found.focus, Definition)
        assert found.focus.name == name
