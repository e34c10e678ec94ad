from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BEFORE = "import torch\n\nx = torch.ones(2, 3)  # twos\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "package").mkdir(parents=True)
    (root / "package" / "net.py").write_text(BEFORE)
    (root / "plain.py").write_text("import os\n")
    (root / "broken.py").write_text("import torch\ndef f(:\n")
    (root / "latin.py").write_bytes(b"name = '\xe9'\n")
    (root / "data.csv").write_text("1,2\n")
    return root


def test_one_file_goes_to_standard_output(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(BEFORE)
    result = run("convert", path)
    assert result.exit_code == 0
    assert "import torch" not in result.stdout
    assert "# twos" in result.stdout
    ast.parse(result.stdout)
    assert path.read_text() == BEFORE
    assert "1 uses of PyTorch converted, 0 left" in result.stderr


def test_standard_input_is_converted_alike(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(BEFORE)
    assert run("convert", "-", input=BEFORE).stdout == run("convert", path).stdout


def test_converting_twice_changes_nothing(run: Run) -> None:
    once = run("convert", "-", input=BEFORE).stdout
    assert run("convert", "-", input=once).stdout == once


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: ("# coding: latin-1\nname = 'é'\n" + text).encode("latin-1"),
        lambda text: text.rstrip().encode(),
    ],
    ids=["crlf", "bom", "latin-1", "no line end"],
)
def test_encoding_and_line_ends_stay(run: Run, tmp_path: Path, wrap: object) -> None:
    assert callable(wrap)
    path = tmp_path / "a.py"
    path.write_bytes(wrap(BEFORE))
    plain = run("convert", "-", input=BEFORE).stdout
    assert run("convert", path, "--in-place").exit_code == 0
    assert path.read_bytes() == wrap(plain)


def test_a_tree_keeps_its_layout_and_goes_on_after_a_broken_file(run: Run, tree: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("convert", tree, "-o", out, "--report", tmp_path / "report.json")
    assert result.exit_code == 1
    written = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert written == ["broken.py", "data.csv", "latin.py", "package/net.py", "plain.py"]
    assert (out / "latin.py").read_bytes() == (tree / "latin.py").read_bytes()
    assert "mx" in (out / "package" / "net.py").read_text()
    assert (tree / "package" / "net.py").read_text() == BEFORE
    assert f"skipped {tree / 'broken.py'}: line 2" in result.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    statuses = {Path(file["path"]).name: file["status"] for file in report["files"]}
    assert statuses == {
        "broken.py": "skipped",
        "data.csv": "copied",
        "latin.py": "skipped",
        "net.py": "converted",
        "plain.py": "unchanged",
    }
    assert report["totals"]["skipped"] == 2


def test_what_is_left_is_said_with_its_place_and_reason(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("import torch\ny = torch.vmap(f)\n")
    result = run("convert", path, "--report", tmp_path / "report.json")
    assert result.exit_code == 1
    assert f"left {path}:2:5: missing: " in result.stderr
    [left] = json.loads((tmp_path / "report.json").read_text())["files"][0]["remaining"]
    assert (left["line"], left["column"], left["code"]) == (2, 5, "missing")


def test_nothing_is_overwritten_without_in_place(run: Run, tmp_path: Path) -> None:
    source, other = tmp_path / "a.py", tmp_path / "b.py"
    source.write_text(BEFORE)
    other.write_text("precious")
    result = run("convert", source, "-o", other)
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert other.read_text() == "precious"
    assert run("convert", source, "-o", source).exit_code == 2


def test_several_files_need_a_place_to_go(run: Run, tree: Path) -> None:
    result = run("convert", tree)
    assert result.exit_code == 2
    assert "-o FOLDER" in result.stderr


def test_the_diff_alone_writes_nothing(run: Run, tree: Path) -> None:
    result = run("convert", tree, "--diff")
    assert "-x = torch.ones(2, 3)  # twos" in result.stdout
    assert "--- " in result.stdout
    assert (tree / "package" / "net.py").read_text() == BEFORE


def test_a_notebook_is_converted_cell_by_cell(run: Run, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["torch.ones(2)"]},
        {"cell_type": "code", "metadata": {}, "source": ["import torch\n"], "outputs": [], "execution_count": 1},
        {"cell_type": "code", "metadata": {}, "source": "%time 1\ny = torch.ones(2)", "outputs": ["old"]},
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {"a": "é"}, "nbformat": 4, "nbformat_minor": 5}))
    assert run("convert", path, "-o", tmp_path / "b.ipynb").exit_code == 0
    converted = json.loads((tmp_path / "b.ipynb").read_text(encoding="utf-8"))
    assert converted["cells"][0] == cells[0]
    assert "torch" not in "".join(converted["cells"][1]["source"])
    assert converted["cells"][2]["source"].startswith("%time 1\ny = ")
    assert "torch" not in converted["cells"][2]["source"]
    assert converted["cells"][2]["outputs"] == []
    assert converted["metadata"] == {"a": "é"}


def test_both_targets_can_be_written(run: Run) -> None:
    classic = run("convert", "-", "--target", "nd", input=BEFORE).stdout
    modern = run("convert", "-", "--target", "np", input=BEFORE).stdout
    assert "np" in modern
    assert classic != modern


def test_a_report_names_what_stands_in_the_way(run: Run, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.py").write_text(
        "import torch\n\ny = torch.vmap(f)\nz = torch.vmap(g)\nw = torch.exp(torch.vmap(y))\n"
    )
    (project / "b.py").write_text("import torch\n\ny = torch.vmap(f)\nx = torch.ones(2)\n")
    pages = {ending: tmp_path / f"report.{ending}" for ending in ("json", "md", "html")}
    reports = [option for path in pages.values() for option in ("--report", path)]
    assert run("convert", project, "-o", tmp_path / "out", *reports).exit_code == 1
    record = json.loads(pages["json"].read_text())
    (blocker,) = record["blockers"]
    assert (blocker["name"], blocker["count"], len(blocker["files"])) == ("torch.vmap", 4, 2)
    assert blocker["recipe"]
    assert [file["readiness"]["never"] for file in record["files"]] == [4, 1]
    for page in (pages["md"], pages["html"]):
        text = page.read_text()
        assert "torch.vmap" in text
        assert "b.py" in text
        assert "1 more" in text


def test_another_kind_of_report_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(BEFORE)
    result = run("convert", tmp_path / "a.py", "-o", tmp_path / "b.py", "--report", tmp_path / "report.txt")
    assert result.exit_code == 2
    assert ".json, .md or .html" in result.stderr
    assert not (tmp_path / "b.py").exists()


def test_networks_that_files_share_stay_together(run: Run, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "nets").mkdir(parents=True)
    (project / "nets" / "__init__.py").write_text("from .net import Net\n")
    (project / "nets" / "base.py").write_text("from torch import nn\n\nclass Base(nn.Module):\n    pass\n")
    (project / "nets" / "part.py").write_text(
        "import torch\nfrom torch import nn\n\nclass Part(nn.Module):\n"
        "    def forward(self, x):\n        return torch.vmap(x)\n"
    )
    (project / "nets" / "net.py").write_text(
        "from torch import nn\nfrom .base import Base\nfrom .part import Part\n\nclass Net(Base):\n"
        "    def __init__(self):\n        super().__init__()\n"
        "        self.part = Part()\n        self.fc = nn.Linear(2, 3)\n"
    )
    (project / "other.py").write_text("from torch import nn\n\nclass Other(nn.Module):\n    pass\n")
    (project / "main.py").write_text("from nets import Net\nimport torch\n\nnet = Net()\nx = torch.ones(2)\n")
    out = tmp_path / "out"
    result = run("convert", project, "-o", out)
    assert "class Base(nn.Module):" in (out / "nets" / "base.py").read_text()
    assert "nn.Linear(2, 3)" in (out / "nets" / "net.py").read_text()
    assert "mx.nd.ones((2,))" in (out / "main.py").read_text()
    assert "initialize" not in (out / "main.py").read_text()
    assert "class Other(mx.gluon.Block):" in (out / "other.py").read_text()
    assert "what it works with in nets.part stays PyTorch: class Part stays PyTorch: vmap" in result.stderr


def test_a_file_without_pytorch_of_its_own_converts_with_its_project(run: Run, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "data.py").write_text("import torch\n\ndef data():\n    return torch.ones(4, 3)\n")
    (project / "main.py").write_text("from data import data\nprint(data().view(-1).size(0))\n")
    assert run("convert", project, "-o", tmp_path / "out").exit_code == 0
    assert "data().reshape((-1,)).shape[0]" in (tmp_path / "out" / "main.py").read_text()


def test_links_to_folders_stay_links(run: Run, tree: Path, tmp_path: Path) -> None:
    (tmp_path / "digits").mkdir()
    (tmp_path / "digits" / "a.py").write_text(BEFORE)
    (tree / "data").symlink_to("../digits")
    (tree / "again").symlink_to(tree / "package")
    out = tmp_path / "converted" / "out"
    run("convert", tree, "-o", out)
    assert (out / "data").resolve() == tmp_path / "digits"
    assert (out / "again").resolve() == out / "package"
    assert "mx" in (out / "again" / "net.py").read_text()


def test_an_output_that_cannot_be_written_is_an_error(run: Run, tree: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("convert", tree, "-o", tmp_path / "file" / "out")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize(
    ("variables", "coloured"), [({"NO_COLOR": "1"}, False), ({"FORCE_COLOR": "1"}, True), ({"NO_COLOR": ""}, False)]
)
def test_the_environment_has_its_say_on_colours(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "a.py").write_text(BEFORE)
    result = run("convert", tmp_path / "a.py", "--diff")
    assert ("\x1b[31m-import torch\x1b[0m" in result.stdout) == coloured


def test_a_file_that_holds_no_text_is_told_of_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"import torch\x00\n")
    result = run("convert", tmp_path / "a.py")
    assert result.exit_code == 1
    assert "None" not in result.stderr


def test_a_report_names_an_optimizer_that_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "import torch\nfrom nets import Net\n\nnet = Net()\n"
        "opt = torch.optim.SGD(net.parameters(), lr=0.1)\nopt.step()\n"
    )
    run("convert", tmp_path / "a.py", "-o", tmp_path / "b.py", "--report", tmp_path / "report.json")
    (blocker,) = json.loads((tmp_path / "report.json").read_text())["blockers"]
    assert (blocker["name"], blocker["count"]) == ("torch.optim.SGD", 1)


def test_what_a_magic_runs_converts(run: Run, tmp_path: Path) -> None:
    lines = "import torch\n%time x = torch.ones(2)\n%timeit -n 3 torch.relu(x)\n%env A=torch\ntorch.relu?\n"
    cell = {"cell_type": "code", "metadata": {}, "source": lines, "outputs": [], "execution_count": None}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    diff = run("convert", path, "--diff").stdout
    assert "-%time x = torch.ones(2)\n" in diff
    assert "+%time x = mx.nd.ones((2,))\n" in diff
    assert run("convert", path, "-o", tmp_path / "b.ipynb").exit_code == 0
    (converted,) = json.loads((tmp_path / "b.ipynb").read_text())["cells"]
    assert converted["source"] == (
        "import mxnet as mx\n%time x = mx.nd.ones((2,))\n%timeit -n 3 mx.nd.relu(x)\n%env A=torch\ntorch.relu?\n"
    )


@pytest.fixture
def usual_depth() -> Iterator[None]:
    """The recursion that Python allows by itself; other tests of the process may have raised it."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.parametrize("deep", ["torch.ones(2)" + ".abs()" * 300, " + ".join(["torch.ones(2)"] * 900)])
@pytest.mark.usefixtures("usual_depth")
def test_what_is_nested_too_deeply_is_told_of_and_stays(run: Run, tmp_path: Path, deep: str) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    (source / "a.py").write_text(f"import torch\n\nx = {deep}\n")
    (source / "b.py").write_text(BEFORE)
    result = run("convert", source, "-o", out)
    assert result.exit_code == 1
    assert "a.py: line 3: this is nested too deeply to be read" in result.stderr
    assert (out / "a.py").read_bytes() == (source / "a.py").read_bytes()
    assert "mx" in (out / "b.py").read_text()
    assert run("check", source).exit_code == 1


def test_a_link_to_a_file_stays_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.py").write_text(BEFORE)
    (tmp_path / "folder" / "link.py").symlink_to("../a.py")
    assert run("convert", tmp_path / "folder" / "link.py", "--in-place").exit_code == 0
    assert (tmp_path / "folder" / "link.py").is_symlink()
    assert "mx" in (tmp_path / "a.py").read_text()


def test_functions_that_other_files_call_convert_without_annotations(run: Run, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "agent.py").write_text(
        "import torch\nfrom torch import nn\n\nclass Agent:\n    def __init__(self):\n"
        "        self.net = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.1))\n        self.saved = []\n\n"
        "    def act(self, state):\n        out = torch.log_softmax(self.net(state.unsqueeze(0)), dim=1)\n"
        "        self.saved.append(out[:, 0])\n"
    )
    (project / "learn.py").write_text(
        "def learn(agent, optimizer, device):\n    loss = 0\n    for value in agent.saved:\n"
        "        loss = loss - value.to(device).sum()\n    optimizer.zero_grad()\n    loss.backward()\n"
        "    optimizer.step()\n    return loss.item()\n"
    )
    (project / "main.py").write_text(
        "import torch\nfrom agent import Agent\nfrom learn import learn\n\nagent = Agent()\n"
        "optimizer = torch.optim.SGD(agent.net.parameters(), lr=0.1)\nagent.act(torch.ones(4))\n"
        "print(learn(agent, optimizer, torch.device('cpu')))\n"
    )
    out = tmp_path / "out"
    result = run("convert", project, "-o", out)
    assert result.exit_code == 0
    assert "with mx.autograd.record():\n            out = " in (out / "agent.py").read_text()
    assert "as_in_context(device)" in (out / "learn.py").read_text()
    assert "optimizer.step(1)" in (out / "learn.py").read_text()
    assert not any("torch" in file.read_text() for file in out.glob("*.py"))
