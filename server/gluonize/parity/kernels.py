"""One Jupyter kernel: start it, run code in it within limits, and leave no process behind."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from gluonize.errors import KernelError
from gluonize.parity.folders import private_folder
from gluonize.parity.loop import wait
from gluonize.parity.options import TITLES, Limits

_POLL = 0.1
_TAIL = 16_384
COURSE = "application/vnd.gluonize.course+json"
"""The MIME type under which a running program's probe says how far it is."""

Told = Callable[[dict[str, Any]], None]
_FRAME = re.compile(r'^  File "(.+)", line (\d+) in ', re.MULTILINE)
_LIBRARIES = ("site-packages", "/lib/python", "<", "runpy.py", "ipykernel")


class _OneSpec(KernelSpecManager):  # type: ignore[misc]
    """Offers the one kernel that runs in `python`, whatever kernels the user has installed."""

    def __init__(self, python: str) -> None:
        super().__init__()
        argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--HistoryManager.enabled=False"]
        if os.name != "nt":
            # ipykernel's own watch of this process would end the kernel before ours can end its workers.
            argv.append("--IPKernelApp.parent_handle=0")
        self._spec = KernelSpec(argv=argv, display_name="gluonize", language="python")

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self._spec


@dataclass(slots=True)
class Output:
    """What a program printed: the last characters of it, and how many there were."""

    pieces: deque[str] = field(default_factory=deque)
    size: int = 0
    kept: int = 0

    def add(self, text: str) -> None:
        self.size += len(text)
        self.pieces.append(text[-_TAIL:])
        self.kept += len(self.pieces[-1])
        while self.kept - len(self.pieces[0]) > _TAIL:
            self.kept -= len(self.pieces.popleft())

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Kernel:
    """A running kernel of one interpreter; `close` ends it and every process that it started."""

    def __init__(
        self,
        side: str,
        python: str,
        environment: Mapping[str, str],
        seconds: float,
        tick: Callable[[], None] | None = None,
    ) -> None:
        """Start the kernel; raises KernelError when it is not ready within `seconds`.

        `tick` is called several times a second; what it raises ends the kernel.
        """
        self.side = side
        self.python = python
        self.folder = private_folder("kernel")
        self._manager = AsyncKernelManager(**self._transport(), kernel_spec_manager=_OneSpec(python))
        self._client: AsyncKernelClient | None = None
        self._log = (self.folder / "kernel.log").open("w+b")
        own = {
            "IPYTHONDIR": str(self.folder / "ipython"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "PYTHONUNBUFFERED": "1",
        }
        try:
            wait(self._start({**os.environ, **environment, **own}, seconds), tick)
        except (RuntimeError, OSError, psutil.Error) as error:
            words = self.last_words()
            self.close()
            raise KernelError(f"the {TITLES[side]} kernel of {python} did not start: {words or error}") from error
        except BaseException:
            self.close()
            raise

    async def _start(self, environment: dict[str, str], seconds: float) -> None:
        await self._manager.start_kernel(env=environment, stdout=self._log, stderr=self._log)
        self._process = psutil.Process(self._manager.provisioner.process.pid)
        self._client = self._manager.client()
        self._client.start_channels()
        await self._client.wait_for_ready(timeout=seconds)

    def _transport(self) -> dict[str, Any]:
        """IPC sockets in the private folder where the platform has them; TCP would carry the data in plain text."""
        if os.name == "nt":
            return {"connection_file": str(self.folder / "kernel.json")}
        return {
            "transport": "ipc",
            "ip": str(self.folder / "ipc"),
            "connection_file": str(self.folder / "kernel.json"),
        }

    @property
    def alive(self) -> bool:
        return self._client is not None and bool(wait(self._manager.is_alive()))

    def last_words(self) -> str:
        """The last line that the kernel's process itself wrote, without the text of its start."""
        self._log.flush()
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").splitlines()
        told = [line.strip() for line in lines if line.strip() and "NOTE: When using the" not in line]
        return told[-1][-300:] if told else ""

    def execute(
        self, code: str, limits: Limits, tick: Callable[[], None] | None = None, told: Told | None = None
    ) -> Output:
        """Run `code` to its end and return what it printed; `tick` is called several times a second.

        `told` gets what the code displays as `COURSE`.
        Raises KernelError when the kernel dies, or runs past a limit; the kernel is closed then.
        """
        if self._client is None:
            raise KernelError(f"the {TITLES[self.side]} kernel is closed")
        output = Output()
        deadline = time.monotonic() + limits.seconds
        message = wait(self._send(code))
        try:
            while True:
                text, done = self._next(message, told)
                output.add(text)
                if tick is not None:
                    tick()
                if done:
                    return output
                self._enforce(limits, deadline, output)
        except BaseException:
            self.close()
            raise

    async def _send(self, code: str) -> str:
        assert self._client is not None
        return str(self._client.execute(code, silent=False, store_history=False, allow_stdin=False))

    def _next(self, message: str, told: Told | None) -> tuple[str, bool]:
        """The next piece of output, and whether the request has ended."""
        assert self._client is not None
        try:
            reply = wait(self._client.get_iopub_msg(timeout=_POLL))
        except Empty:
            return "", False
        if reply["parent_header"].get("msg_id") != message:
            return "", False
        content = reply["content"]
        if reply["msg_type"] == "stream":
            return str(content["text"]), False
        if reply["msg_type"] == "display_data" and told is not None and COURSE in content["data"]:
            told(content["data"][COURSE])
        if reply["msg_type"] == "error":
            raise KernelError(f"the {TITLES[self.side]} kernel failed: {content['ename']}: {content['evalue']}")
        return "", reply["msg_type"] == "status" and content["execution_state"] == "idle"

    def _enforce(self, limits: Limits, deadline: float, output: Output) -> None:
        title = TITLES[self.side]
        if not self.alive:
            code = self._manager.provisioner.process.poll()
            raise KernelError(
                f"the {title} kernel died ({_cause(code)}){self._place()}; its last words: {self._words(output)}"
            )
        if time.monotonic() > deadline:
            raise KernelError(f"the {title} program ran longer than the limit of {limits.seconds:g} s and was stopped")
        if output.size > limits.output:
            raise KernelError(f"the {title} program printed more than {limits.output:,} characters and was stopped")
        if self._memory() > limits.memory * 2**20:
            raise KernelError(
                f"the {title} program used more memory than the limit of {limits.memory} MiB and was stopped"
            )

    @property
    def crashes(self) -> Path:
        """The file in which a crash leaves the stack of the interpreter."""
        return self.folder / "crashes.log"

    def _place(self) -> str:
        """The line of the user's program in which the interpreter crashed, as far as it is known."""
        if not self.crashes.exists():
            return ""
        stack = _FRAME.findall(self.crashes.read_text(encoding="utf-8", errors="replace"))
        own = [(file, line) for file, line in stack if not any(part in file for part in _LIBRARIES)]
        return f" at {own[0][0]}, line {own[0][1]}" if own else ""

    def _words(self, output: Output) -> str:
        said = [line for line in output.text.splitlines() if line.strip()]
        return self.last_words() or (said[-1][-300:] if said else "none")

    def _memory(self) -> int:
        """Resident bytes of the kernel and of the processes that it started."""
        total = 0
        with contextlib.suppress(psutil.Error):
            for process in [self._process, *self._process.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    total += process.memory_info().rss
        return total

    def close(self) -> None:
        """End the kernel and all that it started, and remove its folder; may be called twice."""
        children = self._children()
        wait(self._end())
        for child in children:
            with contextlib.suppress(psutil.Error):
                child.kill()
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _end(self) -> None:
        if self._client is not None:
            self._client.stop_channels()
            self._client = None
        if self._manager.has_kernel:
            self._end_group()
            await self._manager.shutdown_kernel(now=True)
        await self._manager.cleanup_resources()

    def _children(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.Error, AttributeError):
            return list(self._process.children(recursive=True))
        return []

    def _end_group(self) -> None:
        """The kernel leads a process group of its own, so its workers end with it."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError, AttributeError):
                os.killpg(self._manager.provisioner.process.pid, signal.SIGKILL)


def _cause(code: int | None) -> str:
    if code is None:
        return "no exit code"
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return f"signal {signal.Signals(-code).name}"
    return f"signal {-code}"
