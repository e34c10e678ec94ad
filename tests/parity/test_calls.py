"""The call under the cursor: found, and compared alone with what a run gives it or on the catalogue's examples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gluonize.analysis import Document, Span
from gluonize.errors import RunError, UsageError
from gluonize.parity import CompareOptions, Report
from gluonize.parity.call_runs import compare_call
from gluonize.parity.derived import from_capture, from_examples
from gluonize.parity.options import InputsFrom
from gluonize.parity.sites import CallSite, find_call

PROGRAM = """\
import torch
import torch.nn as nn
import torch.nn.functional as F

SCALE = 2.5


class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(1, width, kernel_size=3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(width, momentum=0.2)
        self.rnn = nn.GRU(14, 5, num_layers=2, batch_first=True)
        self.fc = nn.Linear(5, 3)

    def forward(self, x):
        h = F.leaky_relu(self.norm(self.conv(x)), 0.2)
        h = self.shaped(h)
        y, hidden = self.rnn(h)
        return self.fc(y[:, -1])

    def shaped(self, h):
        return h.view(h.size(0), -1, 14)


net = Net(4)
x = torch.randn(2, 1, 28, 28)
y = torch.tensor([0, 2])
out = net(x)
net.eval()
quiet = net.norm(net.conv(x))
criterion = nn.CrossEntropyLoss()
loss = criterion(out, y)
both = torch.cat([x, x * SCALE], dim=1)
clipped = torch.clamp(x, -1.0, max=SCALE)
rows = torch.gather(out, 1, y.unsqueeze(1))
x.mul_(2)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=0.1)
rates = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2)
if x.sum() > 1e9:
    never = torch.tanh(out)
"""


def site(place: str, text: str = PROGRAM) -> CallSite:
    found = find_call(Document(text, path="net.py"), "nd", _at(place, text))
    assert isinstance(found, CallSite)
    return found


def _at(place: str, text: str) -> Span:
    start = len(text[: text.index(place)].encode())
    return Span(start, start)


def compared(tmp_path: Path, place: str, inputs: InputsFrom = "captured") -> Report:
    path = tmp_path / "net.py"
    path.write_text(PROGRAM)
    options = CompareOptions(keep_warm=True, device="cpu")
    return compare_call(path, site(place), options, lambda stage, share: None, inputs=inputs)


def test_the_innermost_call_is_found() -> None:
    assert site("leaky_relu(").callee == "F.leaky_relu"
    assert site("norm(self.conv").callee == "self.norm"
    assert site("conv(x)), 0.2").callee == "self.conv"
    assert site("size(0)").kind == "function"
    document = Document(PROGRAM, path="net.py")
    line = PROGRAM.index("        h = F.leaky")
    found = find_call(document, "nd", Span(line, PROGRAM.index("\n", line)), line=True)
    assert isinstance(found, CallSite)
    assert found.title == "F.leaky_relu, line 17"


@pytest.mark.parametrize(
    ("place", "name"), [("shaped(h)\n        y", "Net.shaped"), ("net(x)\nnet", "Net"), ("Net(4)", "Net")]
)
def test_a_call_of_the_programs_own_is_its_definition(place: str, name: str) -> None:
    assert find_call(Document(PROGRAM, path="net.py"), "nd", _at(place, PROGRAM)) == name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import torch\nx = torch.ones(2, requires_grad=True).sum()\nx.backward()\n", "computes nothing by itself"),
        ("print(1)\nbackward = 2\n", "no call of PyTorch"),
    ],
)
def test_places_without_a_call_to_compare(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        find_call(Document(text, path="net.py"), "nd", _at("backward", text))


def test_arguments_mean_the_same_elsewhere_where_they_are_constant() -> None:
    given = site("torch.clamp").arguments
    assert [argument.constant for argument in given] == [None, "-1.0", "2.5"]
    assert site("nn.Conv2d").arguments[1].constant is None


@pytest.mark.parity
@pytest.mark.parametrize(
    "place",
    ["leaky_relu(", "conv(x)), 0.2", "rnn(h)", "fc(y", "view(", "torch.cat", "clamp", "gather", "criterion(out"],
)
def test_a_call_with_what_a_run_gives_it(tmp_path: Path, place: str) -> None:
    report = compared(tmp_path, place)
    assert report.agree is True, report.reason
    assert report.notes[0].endswith("was run alone, with what a run of the program gives it")
    line = PROGRAM[: PROGRAM.index(place)].count("\n") + 1
    assert {value.line for value in report.values} == {line}
    assert any("gradient" in value.name for value in report.values)


@pytest.mark.parity
def test_a_layer_has_the_weights_and_the_mode_of_the_run(tmp_path: Path) -> None:
    report = compared(tmp_path, "norm(net.conv")
    assert report.agree is True, report.reason
    assert [value.shapes[0] for value in report.values if "gradient" in value.name] == [[2, 4, 14, 14]]


CONTAINERS = """\
import torch
import torch.nn as nn

inner = nn.Sequential(nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4, momentum=0.3))
net = nn.Sequential(inner, nn.LeakyReLU(0.2), nn.Conv2d(4, 3, 3, stride=2))


class Own(nn.Module):
    def forward(self, x):
        return x * 2


mixed = nn.Sequential(nn.Conv2d(2, 2, 1), Own())
x = torch.randn(2, 2, 8, 8)
y = net(x)
z = mixed(x)
"""


def contained(tmp_path: Path, place: str) -> Report:
    path = tmp_path / "net.py"
    path.write_text(CONTAINERS)
    options = CompareOptions(keep_warm=True, device="cpu")
    return compare_call(path, site(place, CONTAINERS), options, lambda stage, share: None, inputs="captured")


@pytest.mark.parity
def test_a_container_is_built_with_its_layers(tmp_path: Path) -> None:
    report = contained(tmp_path, "net(x)")
    assert report.agree is True, report.reason
    names = {value.name for value in report.values}
    assert {"net(...)", "net(...): the gradient of x", "layer.0.1.weight.grad", "layer.2.bias.grad"} <= names


@pytest.mark.parity
def test_a_container_of_the_programs_own_classes_is_not_built_again(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="mixed holds what only the program can build"):
        contained(tmp_path, "mixed(x)")


@pytest.mark.parity
def test_a_call_that_changes_its_argument(tmp_path: Path) -> None:
    report = compared(tmp_path, "mul_")
    assert report.agree is True, report.reason
    assert [value.name for value in report.values] == ["mul_(...)", "x afterwards"]


@pytest.mark.parity
@pytest.mark.parametrize(
    ("place", "note"),
    [
        ("leaky_relu(", "on the inputs of the catalogue's example"),
        ("nn.Linear(5", "nn.Linear(5, 3) was called alone"),
        ("nn.Conv2d(1", "in the place of one that only the program can build"),
        ("fc(y", "nn.Linear(5, 3) was called alone"),
        ("nn.CrossEntropyLoss", "nn.CrossEntropyLoss() was called alone"),
        ("torch.optim.Adam", "lr=1e-3, weight_decay=0.1) trained a small network"),
        ("StepLR", "step_size=2) trained a small network"),
    ],
)
def test_a_call_on_examples(tmp_path: Path, place: str, note: str) -> None:
    report = compared(tmp_path, place, "examples")
    assert report.agree is True, report.reason
    assert note in report.notes[0]


@pytest.mark.parity
def test_a_call_that_the_run_does_not_come_to(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="ends before it comes to the call at line 41"):
        compared(tmp_path, "torch.tanh")
    report = compared(tmp_path, "torch.tanh", "auto")
    assert report.agree is True, report.reason
    assert "the program ends before" in report.notes[-1]


def test_a_derived_program_keeps_the_text_of_constants() -> None:
    forms = {"0": {"tensor": "0", "array": "a0"}, "1": {"plain": -1.0}, "max": {"plain": 2.5}}
    subject = from_capture(site("torch.clamp"), _noted(forms), "run", "nd")
    assert "def call(x: torch.Tensor):\n    return torch.clamp(x, -1.0, max=2.5)\n" in subject.text
    assert "mx.nd.clip(x, a_min=-1.0, a_max=2.5)" in subject.conversion.text


def _noted(forms: dict[str, object]) -> dict[str, object]:
    return {"calls": [{"forms": forms}], "arrays": {"a0": [0, "<f4", [2]]}}


def test_an_argument_that_cannot_be_carried_over() -> None:
    given = replace(site("torch.clamp"), arguments=site("torch.clamp").arguments[:1])
    with pytest.raises(UsageError, match="x is no tensor and no number"):
        from_capture(given, _noted({"0": None}), "run", "nd")


def test_unpacked_arguments_have_no_call_of_their_own() -> None:
    text = "import torch\nparts = [torch.ones(2)]\ny = torch.add(*parts, torch.ones(2))\n"
    call = site("torch.add", text)
    with pytest.raises(UsageError, match="unpacked"):
        from_capture(call, _noted({}), "run", "nd")
    assert "    return torch.add(x, " in next(from_examples(call, "nd")).text


TRUTH = """\
import torch

guess = torch.tensor([1, 2, 3])
label = torch.tensor([1, 5, 3])
hits = torch.sum(guess == label)
share = hits.double()
net = torch.nn.Linear(2, 1)
net(torch.ones(1, 2)).sum().backward()
torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
"""


@pytest.mark.parity
@pytest.mark.parametrize("place", ["torch.sum(guess", "hits.double()"])
def test_truth_values_and_single_numbers_are_given_as_a_conversion_has_them(tmp_path: Path, place: str) -> None:
    path = tmp_path / "truth.py"
    path.write_text(TRUTH)
    report = compare_call(
        path, site(place, TRUTH), CompareOptions(device="cpu", keep_warm=True), lambda stage, share: None
    )
    assert report.agree is True, report.reason


def test_a_call_on_a_networks_parameters_is_refused() -> None:
    with pytest.raises(UsageError, match="works on a network's parameters: compare the lines around it"):
        site("torch.nn.utils.clip", TRUTH)
