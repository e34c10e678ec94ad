"""What a comparison costs beyond the two programs: its own time, cold and warm, and what watching slows."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.parity import CompareOptions, compare
from gluonize.parity.digits import write_digits
from gluonize.parity.session import close_all, kernels
from gluonize.rewriter import convert

ROOT = Path(__file__).parents[1]
PROGRAMS = (
    "examples/mnist_mlp.py",
    *(f"tests/programs/{name}.py" for name in ("lenet", "gpt", "vae", "trainer_class")),
)
ROUNDS = 5

_ALONE = """
import os, runpy, time, torch
os.chdir({folder!r})
for _ in range({rounds}):
    torch.manual_seed(0)
    begin = time.perf_counter()
    runpy.run_path({program!r}, run_name="__main__")
    print("\\nseconds", time.perf_counter() - begin)
"""


@dataclass(frozen=True, slots=True)
class Overhead:
    """Of one program: seconds of the comparison's own in a new process and with warm kernels, and the slow-down.

    `imports` are the seconds that both frameworks take to be imported, beside one another. `alone` are the seconds of
    the PyTorch program by itself, `captured` those in a comparison; each in a process that has run it before.
    """

    program: str
    cold: float
    warm: float
    imports: float
    alone: float
    captured: float

    @property
    def slowdown(self) -> float:
        return self.captured / self.alone

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "slowdown": self.slowdown}


def overheads() -> Iterator[Overhead]:
    """The programs one after the other."""
    for name in PROGRAMS:
        with _copy(ROOT / name) as program:
            yield _measured(program)


@contextmanager
def _copy(program: Path) -> Iterator[Path]:
    """The program in a folder of its own, with the digits that one of them reads."""
    with tempfile.TemporaryDirectory(prefix="gluonize-bench-") as folder:
        write_digits(Path(folder) / "data")
        yield Path(shutil.copy(program, folder))


def _measured(program: Path) -> Overhead:
    imports = median(_imports() for _ in range(3))
    cold = median(_cold(program, imports) for _ in range(3))
    options = CompareOptions(device="cpu", precision="float32", keep_warm=True)
    own, captured = zip(*_warm(program, options), strict=True)
    alone = _alone(program, options)
    close_all()
    return Overhead(program.stem, cold, median(own), imports, alone, min(captured))


def _imports() -> float:
    """Both frameworks, each in a process of its own, at the same time, as a comparison imports them."""
    from gluonize.parity.interpreters import choose

    names = (ROOT / "server/gluonize/parity/probe/aliases.py").read_text(encoding="utf-8")
    start = f"{names}\nput_back()\nimport time\nbegin = time.perf_counter()\n"
    codes = {side: f"{start}import {side}\nprint(time.perf_counter() - begin)" for side in ("torch", "mxnet")}

    def seconds(side: Any) -> float:
        command = [choose(side, None), "-c", codes[side]]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    with ThreadPoolExecutor(2) as pool:
        return max(pool.map(seconds, codes))


def _cold(program: Path, imports: float) -> float:
    """The wall time of the command line without that of the programs and of the imports."""
    report = program.with_suffix(".json")
    command = [sys.executable, "-m", "gluonize", "compare", str(program), "--device", "cpu", "--json", str(report)]
    begin = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    total = time.perf_counter() - begin
    return total - imports - _in_programs(json.loads(report.read_text(encoding="utf-8")))


def _warm(program: Path, options: CompareOptions) -> list[tuple[float, float]]:
    """The comparison's own seconds, and those of the PyTorch program in it; the first round warms up."""
    converted = convert(Document(program.read_text(encoding="utf-8")), load_catalogue(), options.target).text
    found = []
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        report = compare(program, converted, options, lambda stage, share: None)
        record = report.to_json()
        own = time.perf_counter() - begin - _in_programs(record)
        found.append((own, float(record["timing"]["torch"]["program"])))
    return found[1:]


def _in_programs(report: dict[str, Any]) -> float:
    return sum(float(report["timing"][side]["program"]) for side in ("torch", "mxnet"))


def _alone(program: Path, options: CompareOptions) -> float:
    """The PyTorch program in such a kernel, but by itself; the first round warms up."""
    code = _ALONE.format(folder=str(program.parent), program=str(program), rounds=ROUNDS + 1)
    with kernels(options, lambda: None) as started:
        printed = started["torch"].execute(code, options.limits).text
    return min(float(part.split()[0]) for part in printed.split("\nseconds")[2:])
