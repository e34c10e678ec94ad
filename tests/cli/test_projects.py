from __future__ import annotations

from pathlib import Path

import pytest

from gluonize.files.projects import project_root, read_project

NET = "import torch\n\n\ndef make():\n    return torch.zeros(3)\n"


def uses(root: Path, name: str) -> list[tuple[str, bool]]:
    """The uses in the file `name` of a project that is read as a whole, and whether they are sure."""
    readings = read_project((path, root) for path in sorted(root.rglob("*.py")))
    found = next(reading.program for reading in readings if reading.path == root / name)
    assert found is not None
    return [(use.name, use.sure) for use in found.document.uses() if use.kind == "call"]


@pytest.mark.parametrize(
    ("files", "importing"),
    [
        (["net.py"], "from net import make"),
        (["models/net.py"], "from models.net import make"),
        (["src/package/__init__.py", "src/package/net.py"], "from package.net import make"),
    ],
    ids=["beside", "folder", "src layout"],
)
def test_what_a_file_imports_from_its_project_is_known(tmp_path: Path, files: list[str], importing: str) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(NET if name.endswith("net.py") else "")
    (tmp_path / "main.py").write_text(f"{importing}\n\nmake().view(1)\n")
    assert ("torch.Tensor.view", True) in uses(tmp_path, "main.py")


def test_two_projects_do_not_know_each_other(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    (one / "net.py").write_text(NET)
    (two / "main.py").write_text("from net import make\n\nmake().view(1)\n")
    readings = read_project([(one / "net.py", one), (two / "main.py", two)])
    assert readings[1].program is not None
    assert not any(use.sure and use.kind == "call" for use in readings[1].program.document.uses())


def test_a_file_that_cannot_be_read_has_a_problem(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_bytes(b"x = '\xe9'\n")
    [reading] = read_project([(tmp_path / "bad.py", tmp_path)])
    assert reading.program is None
    assert "cannot be decoded" in reading.problem


def test_the_project_of_a_file_is_its_folder(tmp_path: Path) -> None:
    assert project_root(tmp_path) == tmp_path
    assert project_root(tmp_path / "a.py") == tmp_path
