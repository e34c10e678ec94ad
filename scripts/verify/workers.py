"""Entries are verified in worker processes, so that a crash inside a framework costs one entry and not the run."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from gluonize.catalogue import Catalogue, Entry
from scripts.verify.outcome import Outcome, error_text

SECONDS_PER_ENTRY = 180.0
# Forked from a process that has imported neither framework: each worker imports its own.
_CONTEXT = multiprocessing.get_context("fork")


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    entry: Entry
    number: int
    started: float


def verify_entries(catalogue: Catalogue, entries: Sequence[Entry], jobs: int) -> Iterator[tuple[Entry, Outcome]]:
    """Verify `entries` in `jobs` processes; the outcomes in the order of `entries`."""
    finished: dict[int, Outcome] = {}
    pending = list(enumerate(entries))[::-1]
    workers: list[_Worker] = []
    crashed: set[int] = set()
    told = 0
    while pending or workers:
        while pending and len(workers) < jobs:
            workers.append(_start(catalogue, *pending.pop()))
        for worker in _ready(workers):
            workers.remove(worker)
            outcome = _answer(worker)
            if outcome is None and worker.number not in crashed:
                crashed.add(worker.number)
                pending.append(
                    (worker.number, replace(worker.entry, verify=(*worker.entry.verify, ("integers", False))))
                )
            else:
                finished[worker.number] = _judged(worker, outcome, worker.number in crashed)
            if pending and worker.process.is_alive():
                workers.append(_next(worker, *pending.pop()))
            else:
                _stop(worker)
        while told in finished:
            yield entries[told], finished.pop(told)
            told += 1


def _start(catalogue: Catalogue, number: int, entry: Entry) -> _Worker:
    mine, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(theirs, catalogue), daemon=True)
    process.start()
    theirs.close()
    return _next(_Worker(process, mine, entry, number, 0.0), number, entry)


def _next(worker: _Worker, number: int, entry: Entry) -> _Worker:
    worker.pipe.send(entry)
    return _Worker(worker.process, worker.pipe, entry, number, time.monotonic())


def _ready(workers: Sequence[_Worker]) -> list[_Worker]:
    """The workers that have answered, died, or run out of time."""
    answered = wait([worker.pipe for worker in workers], timeout=5.0)
    late = time.monotonic() - SECONDS_PER_ENTRY
    return [worker for worker in workers if worker.pipe in answered or worker.started < late]


def _answer(worker: _Worker) -> Outcome | None:
    """The worker's outcome; None when it crashed, and with it whatever it had found."""
    if not worker.pipe.poll():
        worker.process.kill()
        worker.process.join()
        outcome = Outcome(worker.entry.name)
        outcome.fail("-", "-", f"not done after {SECONDS_PER_ENTRY:.0f} s")
        return outcome
    try:
        received: Outcome = worker.pipe.recv()
    except (EOFError, ConnectionResetError):
        worker.process.join()
        return None
    return received


def _judged(worker: _Worker, outcome: Outcome | None, crashed: bool) -> Outcome:
    """Integers are left out after a crash: MXNet ends the process when it divides integers by zero."""
    if outcome is None:
        outcome = Outcome(worker.entry.name)
        outcome.fail("-", "-", "the interpreter crashed")
    elif crashed:
        outcome.counterexamples["-", "integers"] = (
            "with integer inputs the MXNet process crashes: divide no integers by zero"
        )
    return outcome


def _stop(worker: _Worker) -> None:
    if worker.process.is_alive():
        worker.pipe.send(None)
    worker.process.join()
    worker.pipe.close()


def _serve(pipe: Connection, catalogue: Catalogue) -> None:
    # What examples and the frameworks' native code print is no failure; failures are in the outcomes.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    catalogue = catalogue.without_evidence()  # what failed last time may pass now
    while (entry := pipe.recv()) is not None:
        pipe.send(_verified(entry, catalogue))


def _verified(entry: Entry, catalogue: Catalogue) -> Outcome:
    try:
        from scripts.verify.verification import verify_entry

        return verify_entry(entry, catalogue)
    except Exception as error:
        outcome = Outcome(entry.name)
        outcome.fail("-", "-", f"the verification broke: {error_text(error)}")
        return outcome
