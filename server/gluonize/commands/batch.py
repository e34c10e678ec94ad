"""The programs of a folder, compared one after the other or several at a time, here and on Jupyter servers."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gluonize.commands.comparison_view import COLOURS
from gluonize.errors import GluonizeError, ServerError, UsageError
from gluonize.files.walk import sources
from gluonize.parity import Report
from gluonize.parity.neighbours import imported

if TYPE_CHECKING:
    from gluonize.parity.hosts.server import Server

Tick = Callable[[str, float], None]
Place: TypeAlias = "Server | None"
"""Where a program runs: None is this machine."""

Run = Callable[[Path, Tick, Place], Report]
_POLL_SECONDS = 0.1
_MAIN = re.compile(rb"^if\s+__name__\s*==", re.MULTILINE)


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
    """The programs below a folder: the Python files but those that others import, which are compared with these.

    A file that says itself what to do when it is run is a program in any case. Raises UsageError where there is none.
    """
    found = [path for path, _ in sources([folder]) if path.suffix == ".py" and path.name != "__init__.py"]
    modules = frozenset().union(*(imported(path) for path in found))
    kept = tuple(path for path in found if path.resolve() not in modules or _MAIN.search(path.read_bytes()))
    if not kept:
        raise UsageError(f"there is no program in {folder}: give a folder with Python files that can be run")
    return kept


def run_all(paths: Sequence[Path], run: Run, places: Sequence[Place], progress: Tick) -> tuple[Outcome, ...]:
    """The outcomes in the order of `paths`, one program at a time in each of `places`.

    A server that fails gets no other program, and the one that it had is run elsewhere; where no place is left, the
    rest fails. What `progress` raises ends all that run.
    """
    outcomes: dict[Path, Outcome] = {}
    waiting, left, failure = deque(paths), list(places), ""

    def told() -> None:
        progress(f"{len(outcomes)} of {len(paths)} programs compared", len(outcomes) / len(paths))

    while waiting and left:
        reasons = _round(waiting, outcomes, run, left, told)
        failure = next(filter(None, reasons), failure)
        left = [place for place, reason in zip(left, reasons, strict=True) if not reason]
    return tuple(outcomes.get(path) or Outcome(path, None, failure) for path in paths)


def _round(
    waiting: deque[Path], outcomes: dict[Path, Outcome], run: Run, places: Sequence[Place], told: Callable[[], None]
) -> list[str]:
    """Run programs until none waits; the answer is, for each place, why it is of no use, or empty."""
    stop = threading.Event()

    def tick(stage: str, share: float) -> None:
        if stop.is_set():
            raise _StoppedError

    def work(place: Place) -> str:
        while not stop.is_set():
            try:
                path = waiting.popleft()
            except IndexError:
                break
            try:
                outcomes[path] = Outcome(path, run(path, tick, place))
            except ServerError as error:
                waiting.appendleft(path)
                return str(error)
            except GluonizeError as error:
                outcomes[path] = Outcome(path, None, str(error))
        return ""

    with ThreadPoolExecutor(len(places)) as pool:
        running = [pool.submit(work, place) for place in places]
        try:
            while wait(running, timeout=_POLL_SECONDS).not_done:
                told()
        finally:
            stop.set()
    return [future.result() for future in running]


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
