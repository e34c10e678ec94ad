"""The course of a training: passes over a DataLoader, and the loss at each backward()."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .recorder import Recorder
from .timer import Timer

_PENDING = 256
_BETWEEN = 0.25
_SHOWN = 100


class Course:
    """Counts passes and losses for a recorder.

    `read` turns one of the framework's arrays into a numpy array, `sync` waits until the device has done its work,
    `convert` is applied to each batch.
    """

    def __init__(
        self,
        recorder: Recorder,
        read: Callable[[Any], Any],
        sync: Callable[[], None],
        convert: Callable[[Any], Any] = lambda batch: batch,
    ) -> None:
        self.recorder = recorder
        self.read = read
        self.sync = sync
        self.convert = convert
        self.timer = Timer(recorder.clock, sync)
        self._open: list[int] = []
        self._pending: list[tuple[dict[str, Any], Any]] = []
        self._training: list[int] = []
        self._means: list[float] = []
        self._step = 0
        self._told = 0.0

    def loss(self, tensor: Any) -> None:
        """Note the value of `tensor` at its backward(); it is read later, so that the device need not wait."""
        recorder = self.recorder
        entry: dict[str, Any] = {"step": len(recorder.losses), "line": recorder.line()}
        entry["epoch"] = self._open[-1] if self._open else None
        entry["steps"] = recorder.steps
        recorder.losses.append(entry)
        self._pending.append((entry, tensor))
        if len(self._pending) >= _PENDING:
            self.flush()
        self._count(entry["epoch"])
        if recorder.clock() - self._told > _BETWEEN:
            self._tell()

    def _count(self, epoch: int | None) -> None:
        if epoch is not None and (not self._training or self._training[-1] != epoch):
            self._training.append(epoch)
            self._step = 0
        self._step += 1

    def _tell(self) -> None:
        """Say how far the program is, and the mean losses of the epochs that are over."""
        self._told = self.recorder.clock()
        course = {"epoch": len(self._training), "step": self._step, "steps": len(self.recorder.losses)}
        self.recorder.tell({**course, "means": self._means[:_SHOWN]})

    def flush(self) -> None:
        """Read the losses that have been noted; a loss with several elements counts by its mean."""
        pending, self._pending = self._pending, []
        for entry, tensor in pending:
            array = np.asarray(self.read(tensor), dtype=np.float64)
            entry["value"] = float(array.mean())
            entry["elements"] = int(array.size)

    def elements(self) -> int:
        """The number of elements of the last loss; its gradients are those of their sum."""
        self.flush()
        losses = self.recorder.losses
        return losses[-1]["elements"] if losses else 1

    def over(self, iterator: Any) -> Pass:
        """The batches of `iterator` as a pass that is timed."""
        recorder = self.recorder
        entry: dict[str, Any] = {"index": len(recorder.epochs), "batches": 0, "seconds": 0.0, "complete": False}
        entry["line"] = recorder.line()
        recorder.epochs.append(entry)
        return Pass(self, iterator, entry)

    def opened(self, index: int) -> None:
        self._open.append(index)
        self.timer.pause()

    def closed(self, index: int) -> None:
        if index in self._open:
            self._open.remove(index)
        self.sync()
        self.flush()
        losses = [loss["value"] for loss in self.recorder.losses if loss["epoch"] == index]
        if losses:
            self._means.append(sum(losses) / len(losses))
            self._tell()


class Pass:
    """One pass over a DataLoader; behaves as the iterator that it stands for."""

    def __init__(self, course: Course, iterator: Any, entry: dict[str, Any]) -> None:
        self._course = course
        self._iterator = iterator
        self._entry = entry
        self._begin = 0.0

    def __iter__(self) -> Pass:
        return self

    def __next__(self) -> Any:
        clock = self._course.recorder.clock
        if not self._begin:
            self._course.sync()
            self._begin = clock()
            self._course.opened(self._entry["index"])
        try:
            batch = next(self._iterator)
        except StopIteration:
            self._course.closed(self._entry["index"])
            self._entry.update(seconds=clock() - self._begin, complete=True)
            raise
        self._entry["batches"] += 1
        self._entry["seconds"] = clock() - self._begin
        return self._course.convert(batch)

    def __len__(self) -> int:
        return len(self._iterator)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._iterator, name)
