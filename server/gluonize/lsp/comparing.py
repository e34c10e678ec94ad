"""A comparison in a thread of its own, so that the editor is answered while the programs run."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gluonize.errors import GluonizeError, UsageError
from gluonize.lsp.documents import Program
from gluonize.lsp.progress import Report
from gluonize.lsp.server import GluonizeServer
from gluonize.lsp.settings import Settings

if TYPE_CHECKING:
    from gluonize.parity.options import InputsFrom
    from gluonize.parity.sites import CallSite
    from gluonize.parity.subjects import Subject

_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Task:
    """What to compare of the program at `path`, whose text is `text`, and how."""

    path: Path
    text: str
    subject: Subject | CallSite
    inputs: InputsFrom
    arguments: tuple[str, ...]
    settings: Settings

    @property
    def title(self) -> str:
        """What is compared, in words."""
        return self.subject.title or self.path.name


class StoppedError(GluonizeError):
    """The user does not want the result any more."""


def task_of(server: GluonizeServer, program: Program, argument: dict[str, Any]) -> Task:
    """The task of comparing what `argument` names of a program as it is in the editor."""
    from gluonize.lsp.places import subject_of

    subject = subject_of(program, argument, server.settings.target)
    inputs = argument.get("inputs", "auto")
    if inputs not in ("auto", "captured", "examples"):
        raise UsageError("The inputs of a call are auto, captured or examples.")
    arguments = argument.get("arguments", server.settings.arguments)
    if not isinstance(arguments, (list, tuple)) or not all(isinstance(part, str) for part in arguments):
        raise UsageError("The arguments of a program are a list of texts.")
    return Task(Path(program.path), program.document.text, subject, inputs, tuple(arguments), server.settings)


@asynccontextmanager
async def turn(server: GluonizeServer, report: Report) -> AsyncIterator[None]:
    """The block is run when the comparisons that were asked for before have ended; cancelled ones leave the queue."""
    waiting = asyncio.ensure_future(server.comparison.acquire())
    try:
        while not (await asyncio.wait({waiting}, timeout=_POLL_SECONDS))[0]:
            await report("waiting for the comparison before it", 0.0)
        yield
    finally:
        if not waiting.cancel():
            server.comparison.release()


async def run_task(task: Task, report: Report) -> dict[str, Any]:
    """The report of a comparison as JSON, with its page as `html` and the path where that was written.

    Raises what `gluonize.parity.compare` raises.
    """
    stages: list[tuple[str, float]] = [("starting", 0.0)]
    stop = threading.Event()

    def progress(stage: str, share: float) -> None:
        if stop.is_set():
            raise StoppedError("The comparison was cancelled.")
        stages.append((stage, share))

    work = _in_thread(lambda: _compare(task, progress))
    try:
        while not (await asyncio.wait({work}, timeout=_POLL_SECONDS))[0]:
            await report(*stages[-1])
    finally:
        stop.set()
    return work.result()


def _in_thread(function: Callable[[], dict[str, Any]]) -> asyncio.Future[dict[str, Any]]:
    """The future result of a function in a thread that does not keep the process alive."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[dict[str, Any]] = loop.create_future()

    def deliver(result: dict[str, Any] | None, error: GluonizeError | None) -> None:
        if future.cancelled() or (error is not None and isinstance(error, StoppedError)):
            future.cancel()
        elif error is not None:
            future.set_exception(error)
        elif result is not None:
            future.set_result(result)

    def run() -> None:
        result, failure = None, None
        try:
            result = function()
        except GluonizeError as error:
            failure = error
        except BaseException:
            loop.call_soon_threadsafe(deliver, None, GluonizeError("The comparison failed: see the server's log."))
            raise
        loop.call_soon_threadsafe(deliver, result, failure)

    threading.Thread(target=run, name="comparison", daemon=True).start()
    return future


def _compare(task: Task, progress: Callable[[str, float], None]) -> dict[str, Any]:
    # Kernels and their reports are slow to import, and most sessions never compare.
    from gluonize.parity import CompareOptions, Limits, Tolerances, compare_part
    from gluonize.parity.folders import private_folder
    from gluonize.parity.hosts.server import server_at
    from gluonize.parity.hosts.tokens import token_for
    from gluonize.parity.views import render_html

    settings = task.settings
    url, token_file = settings.kernel_server, settings.kernel_token_file
    token = token_for(url, Path(token_file).expanduser() if token_file else None)
    options = CompareOptions(
        target=settings.target,
        device=settings.device,
        precision=settings.precision,
        lines=settings.lines,
        torch_python=settings.torch_interpreter or None,
        mxnet_python=settings.mxnet_interpreter or None,
        tolerances=Tolerances().changed(settings.rtol, settings.atol),
        server=server_at(url, token) if url else None,
        torch_kernel=settings.kernel_torch or None,
        mxnet_kernel=settings.kernel_mxnet or None,
        send=settings.kernel_send,
        arguments=task.arguments,
        limits=Limits(seconds=settings.seconds, memory=settings.memory_mib),
        keep_warm=True,
    )
    report = compare_part(task.path, task.subject, options, progress, inputs=task.inputs)
    html = render_html(report)
    page = private_folder("report") / f"{task.path.stem}.html"
    page.write_text(html, encoding="utf-8")
    return {
        "agree": report.agree,
        "summary": report.reason,
        "report": report.to_json(),
        "html": html,
        "path": str(page),
    }
