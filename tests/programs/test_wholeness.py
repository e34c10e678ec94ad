"""What trains converts whole, with what it works with, or stays whole: a program that stays in part still runs.

In each program one use is replaced by one that MXNet has nothing for. What comes out of the conversion is run on
PyTorch, and has to print what the program prints, where no part of it that works by itself draws MXNet's numbers.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert
from tests.programs.test_programs import PROGRAMS

pytestmark = pytest.mark.parity

SPOILED = {
    "backward": (r"\.backward\(\)", ".backward(create_graph=True)"),
    "step": (r"(?<!sched)(?<!scheduler)\.step\(\)\n", ".step(closure=lambda: None)\n"),
    "forward": (r"(    def forward\(self[^\n]*\n(?:[^\n]*,\n)*)", r"\1        _ = torch.vmap\n"),
    "loop": (r"\n( +)([\w.]+)\.backward\(\)", r"\n\1torch.vmap\n\1\2.backward()"),
}
DRIVER = """
import contextlib, io, json, sys
import torch
from gluonize.parity.probe.aliases import put_back

put_back()

def printed(text, path):
    torch.manual_seed(0)
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        exec(compile(text, path, "exec"), {"__name__": "__main__", "__file__": path})
    return out.getvalue()

for path, spoiled, converted in json.load(sys.stdin):
    before = printed(spoiled, path)
    try:
        after = printed(converted, path)
        same = after == before or "import mxnet" in converted
    except Exception as error:
        same = repr(error)
    print(json.dumps([path, same]))
"""


def _spoiled(path: Path, kind: str) -> str | None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(*SPOILED[kind], text, count=1)
    return None if changed == text else changed


@pytest.mark.parametrize("kind", SPOILED)
def test_a_program_that_stays_in_part_still_runs(kind: str, tmp_path: Path) -> None:
    jobs: list[tuple[str, str, str]] = []
    for place, path in enumerate(PROGRAMS):
        spoiled = _spoiled(path, kind) if place % len(SPOILED) == list(SPOILED).index(kind) else None
        if spoiled is not None:
            conversion = convert(Document(spoiled), load_catalogue(), "nd")
            causes = [finding for finding in conversion.remaining if not finding.follows]
            assert causes, path
            jobs.append((str(path), spoiled, conversion.text))
    assert len(jobs) > 5
    command = [sys.executable, "-W", "ignore", "-c", DRIVER]
    done = subprocess.run(command, input=json.dumps(jobs), capture_output=True, text=True, cwd=tmp_path, check=True)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [path for path, _ in results] == [path for path, _, _ in jobs]
    assert [(path, same) for path, same in results if same is not True] == []
