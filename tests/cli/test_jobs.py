from __future__ import annotations

from pathlib import Path

import pytest

from gluonize.commands.jobs import STDIN, Job, plan
from gluonize.errors import UsageError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for name in ("main.py", "package/net.py", "package/weights.bin", "notes.ipynb"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    return root


def test_a_tree_keeps_its_layout_and_its_other_files(tree: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert plan([tree], str(out), in_place=False) == (
        Job(tree / "main.py", out / "main.py", root=tree, in_tree=True),
        Job(tree / "notes.ipynb", out / "notes.ipynb", root=tree, in_tree=True),
        Job(tree / "package/net.py", out / "package/net.py", root=tree, in_tree=True),
        Job(tree / "package/weights.bin", out / "package/weights.bin", copy=True, root=tree, in_tree=True),
    )


def test_a_file_goes_to_a_file_or_into_a_folder(tree: Path, tmp_path: Path) -> None:
    source = tree / "main.py"
    places = {str(tmp_path / "a.py"): "a.py", f"{tmp_path}/new/": "new/main.py", str(tmp_path): "main.py"}
    for given, expected in places.items():
        assert plan([source], given, in_place=False) == (Job(source, tmp_path / expected, root=tree),)


def test_several_paths_go_below_the_folder_by_their_names(tree: Path, tmp_path: Path) -> None:
    jobs = plan([tree / "main.py", tree / "package"], str(tmp_path / "out"), in_place=False)
    assert [job.output for job in jobs] == [
        tmp_path / "out/main.py",
        tmp_path / "out/package/net.py",
        tmp_path / "out/package/weights.bin",
    ]


def test_in_place_leaves_other_files_alone(tree: Path) -> None:
    jobs = plan([tree], None, in_place=True)
    assert all(job.output == job.path for job in jobs)
    assert tree / "package/weights.bin" not in [job.path for job in jobs]


def test_an_output_folder_inside_the_tree_is_no_input(tree: Path) -> None:
    (tree / "out").mkdir()
    (tree / "out" / "old.py").write_text("")
    jobs = plan([tree], str(tree / "out"), in_place=False)
    assert tree / "out/old.py" not in [job.path for job in jobs]


@pytest.mark.parametrize(
    ("paths", "output", "in_place", "sentence"),
    [
        (["main.py"], "package/net.py", False, "is there already"),
        (["package", "other/package"], "out", False, "two inputs"),
        (["main.py"], "out.py", True, "choose one"),
        (["nothing.py"], "out.py", False, "does not exist"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    tree: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], output: str, in_place: bool, sentence: str
) -> None:
    monkeypatch.chdir(tree)
    (tree / "other" / "package").mkdir(parents=True)
    (tree / "other" / "package" / "net.py").write_text("")
    with pytest.raises(UsageError, match=sentence):
        plan([Path(path) for path in paths], output, in_place=in_place)


def test_standard_input_stands_alone(tmp_path: Path) -> None:
    assert plan([STDIN], None, in_place=False) == (Job(STDIN),)
    assert plan([STDIN], str(tmp_path / "a.py"), in_place=False) == (Job(STDIN, tmp_path / "a.py"),)
    for paths, output, in_place in (
        ([STDIN, STDIN], None, False),
        ([STDIN], None, True),
        ([STDIN], str(tmp_path), False),
    ):
        with pytest.raises(UsageError):
            plan(paths, output, in_place=in_place)
