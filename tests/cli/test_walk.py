from __future__ import annotations

from pathlib import Path

import pytest

from gluonize.errors import UsageError
from gluonize.files.walk import sources, walk


def plant(root: Path, *names: str, **texts: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts.get(path.name, ""), encoding="utf-8")


def found(root: Path, *exclude: str) -> list[str]:
    return [path.relative_to(root).as_posix() for path in walk(root, exclude)]


def test_a_file_stands_for_itself_even_when_it_is_ignored(tmp_path: Path) -> None:
    plant(tmp_path, "build/a.py")
    (tmp_path / ".gitignore").write_text("build/\n")
    assert list(walk(tmp_path / "build" / "a.py")) == [tmp_path / "build" / "a.py"]


def test_hidden_installed_and_generated_folders_are_left_out(tmp_path: Path) -> None:
    plant(tmp_path, "net.py", ".hidden.py", ".git/x.py", "node_modules/x.py", "__pycache__/x.py", "site-packages/x.py")
    plant(tmp_path, "environment/pyvenv.cfg", "environment/lib/x.py", "package/a.py")
    assert found(tmp_path) == ["net.py", "package/a.py"]


def test_gitignore_files_count_at_every_level_and_the_nearest_decides(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "b_generated.py", "sub/b_generated.py", "sub/secret.py", "sub/build/c.py")
    (tmp_path / ".gitignore").write_text("*_generated.py\nbuild/\n")
    (tmp_path / "sub" / ".gitignore").write_text("!b_generated.py\nsecret.py\n")
    assert found(tmp_path) == ["a.py", "sub/b_generated.py"]


def test_the_repository_above_counts_and_what_lies_above_it_does_not(tmp_path: Path) -> None:
    plant(tmp_path, "repository/package/a.py", "repository/package/data.py")
    (tmp_path / "repository" / ".git").mkdir()
    (tmp_path / "repository" / ".gitignore").write_text("data.py\n")
    (tmp_path / ".gitignore").write_text("a.py\n")
    assert found(tmp_path / "repository" / "package") == ["a.py"]


def test_an_ignored_folder_that_is_named_is_meant(tmp_path: Path) -> None:
    plant(tmp_path, "build/package/a.py")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\n")
    assert found(tmp_path) == []
    assert found(tmp_path / "build" / "package") == ["a.py"]


def test_exclude_patterns_are_relative_to_the_folder(tmp_path: Path) -> None:
    plant(tmp_path, "a.py", "tests/a.py", "sub/tests/a.py")
    assert found(tmp_path, "/tests") == ["a.py", "sub/tests/a.py"]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    plant(tmp_path, "package/a.py")
    (tmp_path / "package" / "again").symlink_to(tmp_path / "package")
    assert found(tmp_path) == ["package/a.py", "package/again"]
    assert [path.name for path, _ in sources([tmp_path])] == ["a.py"]


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        list(walk(tmp_path / "nothing"))
