"""The programs of a folder, compared one after the other or several at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gluonize.commands.comparison_view import COLOURS
from gluonize.errors import GluonizeError, UsageError
from gluonize.files.walk import sources
from gluonize.parity import Report

Tick = Callable[[str, float], None]
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one program: its report, or why there is none."""

    path: Path
    report: Report | None
    failure: str = ""

    @property
    def agree(self) -> bool | None:
        return None if self.report is None else self.report.agree


class _StoppedError(GluonizeError):
    """The other programs are not wanted any more."""


def programs(folder: Path) -> tuple[Path, ...]:
    """The Python files below a folder that are to be compared; raises UsageError where there is none."""
    found = tuple(path for path, _ in sources([folder]) if path.suffix == ".py")
    if not found:
        raise UsageError(f"there is no Python file in {folder}: give a folder with programs")
    return found


def run_all(
    paths: Sequence[Path], run: Callable[[Path, Tick], Report], jobs: int, progress: Tick
) -> tuple[Outcome, ...]:
    """The outcomes in the order of `paths`, `jobs` at a time; what `progress` raises ends those that run."""
    stop = threading.Event()

    def tick(stage: str, share: float) -> None:
        if stop.is_set():
            raise _StoppedError

    def one(path: Path) -> Outcome:
        try:
            tick("starting", 0.0)
            return Outcome(path, run(path, tick))
        except GluonizeError as error:
            return Outcome(path, None, str(error))

    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(one, path) for path in paths]
        try:
            while wait(running, timeout=_POLL_SECONDS).not_done:
                done = sum(future.done() for future in running)
                progress(f"{done} of {len(paths)} programs compared", done / len(paths))
        finally:
            stop.set()
    return tuple(future.result() for future in running)


def show_all(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print one table with a row for each program, and how many agree."""
    table = Table(title=f"{len(outcomes)} programs compared", title_justify="left")
    for header in ("program", "verdict", "line", "reason"):
        table.add_column(header, overflow="fold")
    for outcome in outcomes:
        report = outcome.report
        verdict = "failed" if report is None else report.verdict
        line = "" if report is None or report.diverges_at is None else str(report.diverges_at)
        reason = outcome.failure if report is None else report.reason
        colour = COLOURS.get(verdict, "red")
        table.add_row(escape(str(outcome.path)), f"[{colour}]{verdict}[/]", line, escape(reason))
    console.print(table)
    good = sum(outcome.agree is True for outcome in outcomes)
    console.print(f"{good} of {len(outcomes)} agree", highlight=False)


def to_json(outcomes: Sequence[Outcome], failed: Callable[[Path, str], dict[str, Any]]) -> dict[str, Any]:
    """The reports of all programs; `failed` makes that of a program that could not be compared."""
    verdicts = {outcome.agree for outcome in outcomes}
    return {
        "agree": False if False in verdicts else None if None in verdicts else True,
        "programs": [
            failed(outcome.path, outcome.failure) if outcome.report is None else outcome.report.to_json()
            for outcome in outcomes
        ],
    }
