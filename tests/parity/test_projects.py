"""Programs of several files, with arguments, and with what a script takes for granted of its process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gluonize.analysis import Document
from gluonize.errors import RunError
from gluonize.parity import CompareOptions, Report, compare_subject
from gluonize.parity.neighbours import converted
from gluonize.parity.subjects import definition, whole

OPTIONS = CompareOptions(keep_warm=True, device="cpu")

PROJECT = {
    "train.py": """\
        import torch
        from torch import nn, optim

        from nets import Net

        torch.manual_seed(0)
        net = Net(4, 3)
        x, y = torch.randn(6, 5), torch.tensor([0, 1, 2, 0, 1, 2])
        optimizer = optim.SGD(net.parameters(), lr=0.1)
        for _ in range(2):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(net(x), y)
            loss.backward()
            optimizer.step()
        """,
    "nets/__init__.py": "from .net import Net\n",
    "nets/base.py": """\
        # -*- coding: latin-1 -*-
        # r\xe9seau
        import torch
        from torch import nn


        class Base(nn.Module):
            def __init__(self, hidden):
                super().__init__()
                self.first = nn.Linear(5, hidden)

            def features(self, x):
                return torch.relu(self.first(x))
        """,
    "nets/net.py": """\
        import torch
        from torch import nn

        from .base import Base
        from . import scales


        class Net(Base):
            def __init__(self, hidden, classes):
                super().__init__(hidden)
                self.last = nn.Linear(hidden, classes)

            def forward(self, x):
                return self.last(scales.halved(self.features(x)))


        if __name__ == "__main__":
            net = Net(4, 3)
            y = net(torch.ones(2, 5)).sum()
        """,
    "nets/scales.py": "def halved(x):\n    return x * 0.5\n",
    "unused.py": "import torch\n\nx = torch.ones(2)\n",
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in PROJECT.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        lines = [line.removeprefix(" " * 8) for line in text.splitlines(keepends=True)]
        path.write_text("".join(lines), encoding="latin-1")
    return tmp_path


def compared(path: Path, options: CompareOptions = OPTIONS) -> Report:
    document = Document(path.read_text(encoding="latin-1"), path=str(path))
    return compare_subject(path, whole(document, options.target), options, lambda stage, share: None)


def program(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "program.py"
    path.write_text(f"import torch\n{text}")
    return path


def test_the_modules_that_a_program_imports_are_converted_with_it(project: Path) -> None:
    path = project / "train.py"
    conversion, beside = converted(Document(path.read_text(), path=str(path)), "nd")
    assert conversion.remaining == ()
    assert {file.relative_to(project).as_posix() for file in beside} == {"nets/base.py", "nets/net.py", "train.py"}
    assert not any("torch" in one.text for one in beside.values())


def test_a_program_beside_nothing_is_converted_alone(tmp_path: Path) -> None:
    document = Document("import torch\nimport os.path\nfrom . import x\nfrom ..a import b\n", path="untitled:x/a.py")
    assert converted(document, "nd")[1] == {}


@pytest.mark.parity
@pytest.mark.parametrize("target", ["nd", "np"])
def test_a_program_of_several_files_agrees(project: Path, target: str) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*.py")}
    report = compared(project / "train.py", replace(OPTIONS, target=target))  # type: ignore[arg-type]
    assert report.agree is True, report.reason
    assert {value.name for value in report.values} >= {"net.first.weight", "net.last.bias", "loss"}
    assert {path: path.read_bytes() for path in project.rglob("*.py")} == before
    files = {path.relative_to(project).as_posix() for path in project.rglob("*") if "__pycache__" not in path.parts}
    assert files == {*PROJECT, "nets"}


@pytest.mark.parity
def test_a_difference_in_another_file_is_found_at_the_line_that_uses_it(project: Path) -> None:
    path = project / "train.py"
    subject = whole(Document(path.read_text(), path=str(path)), "nd")
    beside = {
        file: replace(made, text=made.text.replace("mx.nd.relu(", "mx.nd.sigmoid("))
        for file, made in subject.beside.items()
    }
    report = compare_subject(path, replace(subject, beside=beside), OPTIONS, lambda stage, share: None)
    assert report.verdict == "different"
    assert report.diverges_at == 12


def test_a_module_that_stays_pytorch_is_named_before_anything_runs(project: Path) -> None:
    (project / "nets" / "scales.py").write_text("import torch\n\ndef halved(x):\n    return torch.fft.fft(x)\n")
    report = compared(project / "train.py")
    assert report.agree is None
    assert "scales.py, which it imports, still uses PyTorch (its line 1). Line 4: torch.fft.fft" in report.reason


@pytest.mark.parity
def test_what_no_file_needs_of_a_module_keeps_nothing_from_running(project: Path) -> None:
    spare = "import torch\n\ndef spectrum(x):\n    return torch.fft.fft(x)\n\ndef power(x):\n    return spectrum(x)\n\n"
    scales = project / "nets" / "scales.py"
    scales.write_text(spare + PROJECT["nets/scales.py"])
    report = compared(project / "train.py")
    assert report.agree is True, report.reason
    scales.write_text(scales.read_text() + "\nTABLE = {'power': power}\n")
    assert compared(project / "train.py").agree is True
    (project / "train.py").write_text((project / "train.py").read_text() + "from nets.scales import power\n")
    assert "still uses PyTorch" in compared(project / "train.py").reason


@pytest.mark.parity
def test_a_module_of_a_package_runs_as_one(project: Path) -> None:
    path = project / "nets" / "net.py"
    assert compared(path).agree is True
    subject = definition(Document(path.read_text(), path=str(path)), "nd", "Net")
    report = compare_subject(path, subject, OPTIONS, lambda stage, share: None)
    assert report.agree is True, report.reason


ORDINARY = {
    "bytes to standard output": 'import sys\nsys.stdout.buffer.write(b"\\xff\\n")\ny = torch.ones(2).sum()',
    "an encoding of its own": 'import sys\nsys.stdout.reconfigure(encoding="utf-8")\ny = torch.ones(2).sum()',
    "a stream of its own": (
        "import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer)\nprint(1)\ny = torch.ones(2).sum()"
    ),
    "an event loop of its own": (
        "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    return 3\n"
        "y = torch.ones(2).sum() * asyncio.run(main())"
    ),
}


@pytest.mark.parity
@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_the_process_is_that_of_a_script(tmp_path: Path, text: str) -> None:
    report = compared(program(tmp_path, text))
    assert report.agree is True, report.reason


WITH_ARGUMENTS = """\
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--scale", type=float, required=True)
y = torch.ones(2).sum() * parser.parse_args().scale
"""


@pytest.mark.parity
def test_arguments_reach_both_programs(tmp_path: Path) -> None:
    path = program(tmp_path, WITH_ARGUMENTS)
    report = compared(path, replace(OPTIONS, arguments=("--scale", "3")))
    assert report.agree is True, report.reason
    assert "Both programs were given the arguments --scale 3." in report.notes
    with pytest.raises(RunError, match=r"exit code 2; its last words: .* required: --scale; its arguments are given"):
        compared(path)
