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
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from gluonize.analysis import Document
from gluonize.parity import CompareOptions, compare_subject
from gluonize.parity.digits import write_digits
from gluonize.parity.session import close_all, kernels
from gluonize.parity.subjects import Subject, whole

ROOT = Path(__file__).parents[1]
PROGRAMS = (
    "examples/mnist_mlp.py",
    *(f"tests/programs/{name}.py" for name in ("lenet", "gpt", "vae", "trainer_class")),
)
ROUNDS, TURNS = 3, 2

_ALONE = """
import os, runpy, time, torch
os.chdir({folder!r})
torch.manual_seed(0)
begin = time.perf_counter()
runpy.run_path({program!r}, run_name="__main__")
print("\\nseconds", time.perf_counter() - begin)
"""


@dataclass(frozen=True, slots=True)
class Overhead:
    """Of one program: seconds of the comparison's own in a new process and with warm kernels, and the slow-down.

    `imports` are the seconds that both frameworks take to be imported, beside one another. `again` are the seconds of
    both programs in float64 where the comparison runs them a second time, as they take when nothing is observed but
    their end; 0 where it does not. What observing each line costs, and the run that feeds the lines, are its own.
    `alone` are the seconds of the PyTorch program by itself, `captured` those in a comparison; each in a process that
    has run it before, and in turns.
    """

    program: str
    cold: float
    warm: float
    imports: float
    again: float
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
    options = CompareOptions(device="cpu", keep_warm=True)
    own, exact, captured, alone = zip(*_rounds(program, options), strict=True)
    again = median(exact)
    close_all()
    turns = [(_imports(), _cold(program)) for _ in range(TURNS)]
    imports, cold = map(min, zip(*turns, strict=True))  # the least disturbed of each
    cold -= imports + again
    return Overhead(program.stem, cold, median(own), imports, again, min(alone), min(captured))


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


def _cold(program: Path) -> float:
    """The wall time of the command line without that of the first runs of the programs."""
    report = program.with_suffix(".json")
    command = [sys.executable, "-m", "gluonize", "compare", str(program), "--device", "cpu", "--json", str(report)]
    begin = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    total = time.perf_counter() - begin
    return total - _in_programs(json.loads(report.read_text(encoding="utf-8")))


def _rounds(program: Path, options: CompareOptions) -> Iterator[tuple[float, float, float, float]]:
    """Seconds of a comparison beside its runs, of runs in float64, of PyTorch's program in it and of that by itself.

    The first round warms up. Runs in float64 are those of a comparison in float64 right behind: nothing but their end
    is observed there.
    """
    subject = _subject(program, options)
    for number in range(ROUNDS + 1):
        begin = time.perf_counter()
        record = _compared(program, subject, options)
        own = time.perf_counter() - begin - _in_programs(record)
        alone, exact = _alone(program, options), 0.0
        if record["basis"]["told"]:
            exact = _in_programs(_compared(program, subject, replace(options, precision="float64")))
        if number:
            yield own - exact, exact, float(record["timing"]["torch"]["program"]), alone


def _subject(program: Path, options: CompareOptions) -> Subject:
    return whole(Document(program.read_text(encoding="utf-8"), path=str(program)), options.target)


def _compared(program: Path, subject: Subject, options: CompareOptions) -> dict[str, Any]:
    return compare_subject(program, subject, options, lambda stage, share: None).to_json()


def _in_programs(report: dict[str, Any]) -> float:
    return sum(float(report["timing"][side]["program"]) for side in ("torch", "mxnet"))


def _alone(program: Path, options: CompareOptions) -> float:
    """The PyTorch program in the kernel of the comparisons, but by itself."""
    code = _ALONE.format(folder=str(program.parent), program=str(program))
    with kernels(options, lambda: None) as started:
        printed = started["torch"].execute(code, options.limits).text
    return float(printed.rpartition("\nseconds")[2])
