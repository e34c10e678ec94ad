"""What is learnt beside the keystrokes, from the other files of the project."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.e2e.editor import PATIENCE, editor

HELPERS = "import torch\n\n\ndef make():\n    return torch.ones(2)\n"
MAIN = "import torch\nfrom helpers import make\n\nx = make()\ny = x.abs()\n"


@pytest.mark.parametrize("folder", ["", "package"])
async def test_types_from_other_files_are_known_after_a_pause(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "helpers.py").write_text(HELPERS)
    uri = (tmp_path / folder / "main.py").as_uri()
    async with editor(folder=tmp_path.as_uri()) as ed:
        ed.open(MAIN, uri)
        assert [found.code for found in await ed.diagnostics(uri)] == ["unresolved"]
        async with asyncio.timeout(PATIENCE):
            while "unresolved" in [found.code for found in await ed.diagnostics(uri)]:
                await asyncio.sleep(0.05)
        assert (await ed.hover("abs", uri)).startswith("**torch.Tensor.abs**")
        ed.type("y = x", "z = x.abs()\n", uri)
        assert "unresolved" not in [found.code for found in await ed.diagnostics(uri)]
    assert ed.process.returncode == 0
