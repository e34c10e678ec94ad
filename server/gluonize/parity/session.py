"""The two kernels of a comparison, with their frameworks imported; kept for the next one when asked."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from gluonize.errors import FrameworkMissingError, KernelError
from gluonize.parity import bootstrap
from gluonize.parity.folders import remove_stale_once
from gluonize.parity.hosts.local import LocalPython
from gluonize.parity.hosts.model import Address
from gluonize.parity.interpreters import choose
from gluonize.parity.kernels import Kernel, close
from gluonize.parity.options import SIDES, TITLES, CompareOptions, Limits, Side

_Key = tuple[Side, Address, str]

_warm: dict[_Key, list[Kernel]] = {}
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
    chosen = {side: _address(side, options) for side in SIDES}
    environment = _environment(options)
    taken: dict[Side, Kernel] = {}
    try:
        _take(chosen, environment, options, taken, tick)
        yield taken
    finally:
        unwanted = []
        for side, kernel in taken.items():
            if options.keep_warm and kernel.alive:
                _keep((side, chosen[side], str(environment)), kernel)
            else:
                unwanted.append(kernel)
        close(unwanted)


@contextmanager
def lent(kernels: Mapping[Side, Kernel], source: Path, folder: Path, tick: Callable[[], None]) -> Iterator[None]:
    """The program's files are where the kernels can read them; what was made of them there and in `folder` goes."""
    for kernel in kernels.values():
        kernel.files.push_program(source, tick)
    try:
        yield
    finally:
        for kernel in kernels.values():
            with suppress(KernelError):
                kernel.files.drop([folder, source.parent])


def close_all() -> None:
    """End the kernels that were kept warm."""
    with _lock:
        waiting = [kernel for kernels in _warm.values() for kernel in kernels]
        _warm.clear()
    close(waiting)


atexit.register(close_all)


def _address(side: Side, options: CompareOptions) -> Address:
    if options.server is not None:
        from gluonize.parity.hosts.remote import ServerKernel  # what it needs is slow to import, and rarely wanted

        name = options.torch_kernel if side == "torch" else options.mxnet_kernel
        return ServerKernel(options.server, name or "", options.send)
    return LocalPython(choose(side, options.torch_python if side == "torch" else options.mxnet_python))


def _environment(options: CompareOptions) -> dict[str, str]:
    return {} if options.device != "cpu" else {"CUDA_VISIBLE_DEVICES": ""}


class _StoppedError(Exception):
    """The start of a kernel is not wanted any more."""


def _take(
    chosen: Mapping[Side, Address],
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
        while (kernel := _waiting((side, chosen[side], str(environment)))) is not None:
            if kernel.alive:
                return kernel
            kernel.close()
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


def _waiting(key: _Key) -> Kernel | None:
    """A kernel that was kept warm, for the caller alone."""
    with _lock:
        kept = _warm.get(key)
        return kept.pop() if kept else None


def _start(
    side: Side, address: Address, environment: Mapping[str, str], limits: Limits, check: Callable[[], None]
) -> Kernel:
    kernel = Kernel(side, address.host(), limits, check)
    try:
        answer = kernel.folder / "prepared.json"
        crashes = kernel.folder / bootstrap.CRASHES
        code = bootstrap.prepare(side, kernel.files.there(answer), kernel.files.there(crashes), environment)
        kernel.execute(code, replace(limits, seconds=limits.start), check)
        failure = kernel.read_json(answer, check)
    except BaseException:
        kernel.close()
        raise
    if failure is None:
        return kernel
    kernel.close()
    if failure["missing"] == side:
        raise FrameworkMissingError(address.missing(side))
    raise KernelError(f"{TITLES[side]} cannot be imported by {address.place}: {failure['type']}: {failure['message']}")


def _keep(key: _Key, kernel: Kernel) -> None:
    with _lock:
        _warm.setdefault(key, []).append(kernel)
