"""A kernel that is a process of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from gluonize.errors import KernelError
from gluonize.parity import bootstrap
from gluonize.parity.folders import private_folder
from gluonize.parity.hosts.model import Ask, Death, Files, Host, Message, Tick
from gluonize.parity.hosts.tokens import TOKEN
from gluonize.parity.interpreters import missing
from gluonize.parity.options import Side

_POLL = 0.1
_LOOKS = 20


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


class SharedFiles:
    """The files of a kernel on this machine are those of this process."""

    def there(self, path: Path) -> str:
        return str(path)

    def push(self, paths: Sequence[Path], tick: Tick | None = None) -> None:
        """Nothing is to be done."""

    def pull(self, paths: Sequence[Path], tick: Tick | None = None) -> None:
        """Nothing is to be done."""

    def push_program(self, source: Path, tick: Tick | None = None) -> None:
        """Nothing is to be done."""

    def drop(self, folders: Sequence[Path]) -> None:
        """The folders are removed by whoever made them."""


class LocalHost:
    """A kernel process of the interpreter `python`."""

    def __init__(self, python: str) -> None:
        self.place = python
        self.folder = private_folder("kernel")
        self._manager = AsyncKernelManager(**self._transport(), kernel_spec_manager=_OneSpec(python))
        self._client: AsyncKernelClient | None = None
        self._process: psutil.Process | None = None
        self._log = (self.folder / "kernel.log").open("w+b")

    async def start(self, seconds: float) -> None:
        own = {
            "IPYTHONDIR": str(self.folder / "ipython"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "PYTHONUNBUFFERED": "1",
        }
        environment = {name: value for name, value in os.environ.items() if name != TOKEN}
        try:
            await self._manager.start_kernel(env={**environment, **own}, stdout=self._log, stderr=self._log)
            self._process = psutil.Process(self._manager.provisioner.process.pid)
            self._client = self._manager.client()
            self._client.start_channels()
            await self._answer(seconds)
        except (RuntimeError, OSError, psutil.Error) as error:
            raise KernelError(self._last_words() or str(error)) from error

    async def _answer(self, seconds: float) -> None:
        """Ask until something is heard: the kernel runs then, and what it publishes reaches us.

        jupyter_client's own waiting takes 0.2 s longer, to empty the channel; here messages are told by their parents.
        """
        assert self._client is not None
        end = time.monotonic() + seconds
        self._client.kernel_info()
        while await self.receive() is None:
            if not await self.alive():
                raise KernelError(self._last_words() or "it ended before it answered")
            if time.monotonic() > end:
                raise KernelError(f"it did not answer within {seconds:g} s")
            self._client.kernel_info()

    def _transport(self) -> dict[str, Any]:
        """IPC sockets in the private folder where the platform has them; TCP would carry the data in plain text."""
        if os.name == "nt":
            return {"connection_file": str(self.folder / "kernel.json")}
        return {
            "transport": "ipc",
            "ip": str(self.folder / "ipc"),
            "connection_file": str(self.folder / "kernel.json"),
        }

    def introduction(self) -> str:
        return bootstrap.follow_parent(os.getpid())

    def files(self, ask: Ask, introduced: Sequence[Message]) -> Files:
        return SharedFiles()

    async def send(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes | memoryview] = ()) -> str:
        assert self._client is not None
        message = self._client.session.msg(kind, dict(content))
        self._client.session.send(self._client.shell_channel.socket, message, buffers=list(buffers))
        return str(message["header"]["msg_id"])

    async def receive(self) -> Message | None:
        assert self._client is not None
        try:
            message = await self._client.get_iopub_msg(timeout=_POLL)
        except Empty:
            return None
        parent = str(message["parent_header"].get("msg_id", ""))
        return Message(message["msg_type"], parent, message["content"], message["buffers"])

    async def alive(self) -> bool:
        return self._client is not None and bool(await self._manager.is_alive())

    async def death(self) -> Death:
        crash = self.folder / bootstrap.CRASHES
        stack = crash.read_text(encoding="utf-8", errors="replace") if crash.exists() else ""
        return Death(_cause(self._manager.provisioner.process.poll()), stack, self._last_words())

    def _last_words(self) -> str:
        """The last line that the kernel's process itself wrote, without the text of its start."""
        self._log.flush()
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").splitlines()
        start = max((number for number, line in enumerate(lines, 1) if "--existing" in line), default=0)
        told = [line.strip() for line in lines[start:] if line.strip()]
        return told[-1][-300:] if told else ""

    def memory(self) -> int:
        total = 0
        for process in [*([self._process] if self._process else []), *self._children()]:
            with contextlib.suppress(psutil.Error):
                total += process.memory_info().rss
        return total

    def clean(self, text: str) -> str:
        return text

    async def end(self) -> None:
        children = self._children()
        if self._client is not None:
            self._client.stop_channels()
            self._client = None
        if self._manager.has_kernel:
            await self._end_group()
            await self._manager.shutdown_kernel(now=True)
        await self._manager.cleanup_resources()
        for child in children:
            with contextlib.suppress(psutil.Error):
                child.kill()
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _children(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.Error, AttributeError):
            return list(self._process.children(recursive=True)) if self._process else []
        return []

    async def _end_group(self) -> None:
        """The kernel leads a process group of its own, so its workers end with it."""
        process = self._manager.provisioner.process
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)
                for _ in range(_LOOKS):  # the manager would look ten times a second
                    if process.poll() is not None:
                        break
                    await asyncio.sleep(_POLL / _LOOKS)


@dataclass(frozen=True, slots=True)
class LocalPython:
    """The address of kernels in an interpreter of this machine."""

    python: str

    @property
    def place(self) -> str:
        return self.python

    def host(self) -> Host:
        return LocalHost(self.python)

    def missing(self, side: Side) -> str:
        return str(missing(side, self.python))


def _cause(code: int | None) -> str:
    if code is None:
        return "no exit code"
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return f"signal {signal.Signals(-code).name}"
    return f"signal {-code}"
