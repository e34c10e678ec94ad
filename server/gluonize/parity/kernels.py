"""One Jupyter kernel, wherever it runs: run code in it within limits, and leave nothing of it behind."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gluonize.errors import KernelError
from gluonize.parity import bootstrap
from gluonize.parity.hosts.model import Answer, Death, Host, Message, Tick
from gluonize.parity.loop import wait
from gluonize.parity.options import TITLES, Limits

Told = Callable[[dict[str, Any]], None]

_TAIL = 16_384
_FRAME = re.compile(r'^  File "(.+)", line (\d+) in ', re.MULTILINE)
_LIBRARIES = ("site-packages", "/lib/python", "<", "runpy.py", "ipykernel")
_FOR_FILES = Limits(seconds=60.0, memory=2**40)
_COMM = ("comm_open", "comm_msg")


@dataclass(slots=True)
class Output:
    """What a program printed: the last characters of it, and how many there were; and what it sent to us."""

    pieces: deque[str] = field(default_factory=deque)
    size: int = 0
    kept: int = 0
    sent: list[Message] = field(default_factory=list)

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
    """A running kernel for one framework; `close` ends it and every process that it started."""

    def __init__(self, side: str, host: Host, limits: Limits, tick: Tick | None = None) -> None:
        """Start the kernel; raises KernelError when it is not ready within `limits.start` seconds.

        `tick` is called several times a second; what it raises ends the kernel.
        """
        self.side = side
        self._host = host
        self._closed = False
        try:
            wait(host.start(limits.start), tick)
            output = self.execute(bootstrap.loader() + host.introduction(), limits, tick)
        except KernelError as error:
            self.close()
            raise type(error)(f"the {TITLES[side]} kernel of {host.place} did not start: {error}") from error
        except BaseException:
            self.close()
            raise
        self.files = host.files(self._ask, output.sent)

    @property
    def folder(self) -> Path:
        """A private folder on this machine for files of the kernel; its copy is `files.there(folder)`."""
        return self._host.folder

    @property
    def alive(self) -> bool:
        return not self._closed and wait(self._host.alive())

    def read_json(self, path: Path, tick: Tick | None = None) -> Any:
        """What the kernel has written as JSON to the file that stands for `path`."""
        self.files.pull([path], tick)
        return json.loads(self._host.clean(path.read_text(encoding="utf-8")))

    def execute(self, code: str, limits: Limits, tick: Tick | None = None, told: Told | None = None) -> Output:
        """Run `code` to its end and return what it printed; `tick` is called several times a second.

        `told` gets what the code displays as `bootstrap.COURSE`.
        Raises KernelError when the kernel dies, or runs past a limit; the kernel is closed then.
        """
        request = {"code": code, "silent": False, "store_history": False, "allow_stdin": False, "stop_on_error": True}
        return self._converse("execute_request", {**request, "user_expressions": {}}, (), limits, tick, told)

    def _ask(self, data: Mapping[str, Any], buffers: Sequence[bytes | memoryview], tick: Tick | None) -> Answer:
        """Ask the keeper of the kernel's files, who answers over Jupyter's comms."""
        content = {"comm_id": bootstrap.COMM, "data": dict(data)}
        sent = self._converse("comm_msg", content, buffers, _FOR_FILES, tick).sent
        if not sent:
            raise KernelError(f"the {TITLES[self.side]} kernel of {self._host.place} does not answer for its files")
        return Answer(sent[-1].content["data"], sent[-1].buffers)

    def _converse(
        self,
        kind: str,
        content: Mapping[str, Any],
        buffers: Sequence[bytes | memoryview],
        limits: Limits,
        tick: Tick | None,
        told: Told | None = None,
    ) -> Output:
        """Send a request, and take what the kernel publishes until it is idle again."""
        if self._closed:
            raise KernelError(f"the {TITLES[self.side]} kernel is closed")
        output = Output()
        deadline = time.monotonic() + limits.seconds
        try:
            request = wait(self._host.send(kind, content, buffers))
            while not self._take(wait(self._host.receive()), request, output, told):
                if tick is not None:
                    tick()
                self._enforce(limits, deadline, output)
        except BaseException:
            self.close()
            raise
        return output

    def _take(self, message: Message | None, request: str, output: Output, told: Told | None) -> bool:
        """Put what a message tells into `output`; whether the request has ended."""
        if message is None or message.parent != request:
            return False
        if message.kind == "stream":
            output.add(self._host.clean(str(message.content["text"])))
        elif message.kind in _COMM:
            output.sent.append(message)
        elif message.kind == "display_data" and told is not None and bootstrap.COURSE in message.content["data"]:
            told(message.content["data"][bootstrap.COURSE])
        elif message.kind == "error":
            what = self._host.clean(f"{message.content['ename']}: {message.content['evalue']}")
            raise KernelError(f"the {TITLES[self.side]} kernel failed: {what}")
        return message.kind == "status" and message.content["execution_state"] == "idle"

    def _enforce(self, limits: Limits, deadline: float, output: Output) -> None:
        title = TITLES[self.side]
        if not self.alive:
            raise KernelError(self._obituary(wait(self._host.death()), output))
        if time.monotonic() > deadline:
            raise KernelError(f"the {title} program ran longer than the limit of {limits.seconds:g} s and was stopped")
        if output.size > limits.output:
            raise KernelError(f"the {title} program printed more than {limits.output:,} characters and was stopped")
        if self._host.memory() > limits.memory * 2**20:
            raise KernelError(
                f"the {title} program used more memory than the limit of {limits.memory} MiB and was stopped"
            )

    def _obituary(self, death: Death, output: Output) -> str:
        said = [line for line in output.text.splitlines() if line.strip()]
        words = self._host.clean(death.words) or (said[-1][-300:] if said else "")
        told = f"; its last words: {words}" if words else ""
        return f"the {TITLES[self.side]} kernel died ({death.cause}){_crashed_at(death.crash)}{told}"

    def close(self) -> None:
        """End the kernel and all that it started, and remove its folder; may be called twice."""
        close([self])

    async def ended(self) -> None:
        """As `close`, on the event loop."""
        if not self._closed:
            self._closed = True
            await self._host.end()


def close(kernels: Iterable[Kernel]) -> None:
    """End kernels, all at the same time."""

    async def end() -> None:
        await asyncio.gather(*(kernel.ended() for kernel in kernels))

    wait(end())


def _crashed_at(stack: str) -> str:
    """The line of the user's program in which the interpreter crashed, as far as it is known."""
    own = [frame for frame in _FRAME.findall(stack) if not any(part in frame[0] for part in _LIBRARIES)]
    return f" at {own[0][0]}, line {own[0][1]}" if own else ""
