"""The two kernels of a comparison, with their frameworks imported; kept for the next one when asked."""

from __future__ import annotations

import atexit
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager
from dataclasses import replace

from gluonize.errors import KernelError
from gluonize.parity import bootstrap
from gluonize.parity.folders import remove_stale_once
from gluonize.parity.interpreters import choose, missing
from gluonize.parity.kernels import Kernel
from gluonize.parity.options import SIDES, TITLES, CompareOptions, Limits, Side

_warm: dict[tuple[str, str, str], Kernel] = {}
_lock = threading.Lock()
_POLL = 0.1


@contextmanager
def kernels(options: CompareOptions, tick: Callable[[], None]) -> Iterator[dict[Side, Kernel]]:
    """One ready kernel per framework; they end with the block, unless `options.keep_warm` leaves them for the next.

    `tick` is called several times a second while they start; what it raises ends them.
    Raises FrameworkMissingError or KernelError when one cannot be had.
    """
    tick()
    remove_stale_once()
    chosen: dict[Side, str] = {
        "torch": choose("torch", options.torch_python),
        "mxnet": choose("mxnet", options.mxnet_python),
    }
    environment = _environment(options)
    taken: dict[Side, Kernel] = {}
    good = False
    try:
        _take(chosen, environment, options, taken, tick)
        yield taken
        good = True
    finally:
        for side, kernel in taken.items():
            _give_back(side, kernel, environment, keep=options.keep_warm and (good or kernel.alive))


def close_all() -> None:
    """End the kernels that were kept warm."""
    with _lock:
        waiting = list(_warm.values())
        _warm.clear()
    for kernel in waiting:
        kernel.close()


atexit.register(close_all)


def _environment(options: CompareOptions) -> dict[str, str]:
    return {} if options.device != "cpu" else {"CUDA_VISIBLE_DEVICES": ""}


class _StoppedError(Exception):
    """The start of a kernel is not wanted any more."""


def _take(
    chosen: Mapping[Side, str],
    environment: Mapping[str, str],
    options: CompareOptions,
    taken: dict[Side, Kernel],
    tick: Callable[[], None],
) -> None:
    """Fill `taken`: both kernels start at the same time, each in a thread of its own."""
    stop = threading.Event()

    def check() -> None:
        if stop.is_set():
            raise _StoppedError

    def ready(side: Side) -> Kernel:
        with _lock:
            kernel = _warm.pop((side, chosen[side], str(environment)), None)
        if kernel is not None and kernel.alive:
            return kernel
        return _start(side, chosen[side], environment, options.limits, check)

    with ThreadPoolExecutor(len(SIDES)) as pool:
        starting = {side: pool.submit(ready, side) for side in SIDES}
        try:
            while wait_for(starting.values(), timeout=_POLL).not_done:
                tick()
        finally:
            stop.set()
            wait_for(starting.values())
            taken.update({side: future.result() for side, future in starting.items() if future.exception() is None})
    for future in starting.values():
        future.result()


def _start(
    side: Side, python: str, environment: Mapping[str, str], limits: Limits, check: Callable[[], None]
) -> Kernel:
    kernel = Kernel(side, python, environment, limits.start, check)
    answer = kernel.folder / "prepared.json"
    code = bootstrap.loader() + bootstrap.prepare(side, str(answer), str(kernel.crashes))
    try:
        kernel.execute(code, replace(limits, seconds=limits.start), check)
        failure = json.loads(answer.read_text(encoding="utf-8"))
    except BaseException:
        kernel.close()
        raise
    if failure is None:
        return kernel
    kernel.close()
    if failure["missing"] == side:
        raise missing(side, python)
    raise KernelError(f"{TITLES[side]} cannot be imported by {python}: {failure['type']}: {failure['message']}")


def _give_back(side: Side, kernel: Kernel, environment: Mapping[str, str], keep: bool) -> None:
    if not keep or not kernel.alive:
        kernel.close()
        return
    with _lock:
        before = _warm.get((side, kernel.python, str(environment)))
        _warm[(side, kernel.python, str(environment))] = kernel
    if before is not None:
        before.close()
