"""The verification itself: it passes a sample of the catalogue, and finds what is wrong with wrong entries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gluonize.catalogue import mappings_folder, read_catalogue

pytestmark = pytest.mark.parity

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def verify(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.verify", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


def catalogue_folder(folder: Path, text: str) -> Path:
    (folder / "chapter.toml").write_text(text, encoding="utf-8")
    (folder / "inputs.toml").write_text((mappings_folder() / "inputs.toml").read_text(encoding="utf-8"))
    return folder


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = catalogue_folder(tmp_path_factory.mktemp("wrong"), (HERE / "wrong.toml").read_text(encoding="utf-8"))
    return folder, verify("--all", "--mappings", str(folder))


def names_of_wrong_entries() -> list[str]:
    lines = (HERE / "wrong.toml").read_text(encoding="utf-8").splitlines()
    return [line.strip('[]"') for line in lines if line.startswith("[")]


@pytest.mark.parametrize("name", names_of_wrong_entries())
def test_a_wrong_entry_is_found(wrong: tuple[Path, subprocess.CompletedProcess[str]], name: str) -> None:
    folder, done = wrong
    (entry,) = read_catalogue(folder).lookup(name)
    lines = [line for line in done.stdout.splitlines() if line.startswith(f"{name}: ")]
    assert any(entry.note in line for line in lines), lines
    assert done.returncode == 1
    record = json.loads((folder / "evidence" / "chapter.json").read_text(encoding="utf-8"))["entries"][name]
    assert not record["passed"]


def test_a_sample_of_the_catalogue_agrees() -> None:
    done = verify("--sample", "60", "--jobs", "2")
    assert done.returncode == 0, done.stdout


RIGHT = """
["torch.exp"]
torch = "(input)"
nd = "mx.nd.exp($input)"
np = "mx.np.exp($input)"
method = true
inplace = true
examples = ["torch.exp(x)", "x.exp_()"]
"""


def test_evidence_says_what_was_found_and_stays_the_same(tmp_path: Path) -> None:
    folder = catalogue_folder(tmp_path, RIGHT)
    path = tmp_path / "evidence" / "chapter.json"
    assert verify("--all", "--mappings", str(folder)).returncode == 0
    first = path.read_text(encoding="utf-8")
    record = json.loads(first)["entries"]["torch.exp"]
    assert record["passed"]
    assert record["gradient"] == "checked"
    assert {"float16", "float32", "float64"} <= set(record["dtypes"])
    assert ["nd", "x.exp_()", "x[:] = mx.nd.exp(x)"] in record["converted"]
    assert any("int64" in text for text in record["counterexamples"])
    assert verify("--all", "--mappings", str(folder)).returncode == 0
    assert path.read_text(encoding="utf-8") == first


def test_nothing_to_verify_is_said() -> None:
    done = verify("no-such-chapter")
    assert done.returncode == 2
    assert "no chapter no-such-chapter" in done.stdout
