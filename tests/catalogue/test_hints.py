"""Each hint stands beside names of the catalogue, and its code does on MXNet what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gluonize.catalogue import load_catalogue, mappings_folder, read_catalogue
from gluonize.catalogue.loader import read_chapter
from gluonize.commands.cards import card
from gluonize.errors import CatalogueError

HINTS = dict(read_chapter(mappings_folder() / "hints.toml"))

PROGRAM = """\
from gluonize.parity.probe import aliases
aliases.put_back()
import mxnet as mx
{setup}
{code}
result = {check}
assert result, "the hint's check does not hold"
"""


@pytest.mark.parametrize("title", HINTS)
def test_a_hint_stands_beside_entries(title: str) -> None:
    catalogue = load_catalogue()
    for name in HINTS[title]["at"]:
        assert [entry.name for entry in catalogue.lookup(name)][:1] == [name]
        assert title in {hint.title for hint in catalogue.hints(name)}


@pytest.mark.parity
@pytest.mark.parametrize("title", HINTS)
def test_the_code_of_a_hint_runs(title: str, tmp_path: Path) -> None:
    hint = HINTS[title]
    text = PROGRAM.format(setup=hint.get("setup", ""), code=hint["code"], check=hint["check"])
    done = subprocess.run([sys.executable, "-c", text], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]


def test_explain_shows_hints() -> None:
    shown = card(load_catalogue(), "nn.Linear")
    assert [hint["title"] for hint in shown["hints"]] == ["Leave out the input sizes"]


def test_a_hint_without_a_check_is_refused(tmp_path: Path) -> None:
    (tmp_path / "chapter.toml").write_text('["torch.exp"]\ntorch = "(input)"\nnd = "mx.nd.exp($input)"\n')
    (tmp_path / "hints.toml").write_text('["A hint"]\nat = ["torch.exp"]\ntext = "t"\ncode = "c"\n')
    with pytest.raises(CatalogueError, match=r"hints.toml: \[A hint\] needs"):
        read_catalogue(tmp_path)
