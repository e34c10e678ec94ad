"""What a comparison needs of the place in which a kernel runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from gluonize.parity.options import Side

Tick = Callable[[], None]
"""Called several times a second by what takes long; what it raises ends that."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a kernel publishes: `parent` is the id of the request that it belongs to, empty for none."""

    kind: str
    parent: str
    content: Mapping[str, Any]
    buffers: Sequence[bytes | memoryview] = ()


@dataclass(frozen=True, slots=True)
class Death:
    """How a kernel ended: the `cause` in words, the stack in `crash`, and the last `words` of its process."""

    cause: str
    crash: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a kernel's file keeper says, and the part of a file that comes with it."""

    data: Mapping[str, Any] = field(default_factory=dict)
    buffers: Sequence[bytes | memoryview] = ()


Ask = Callable[[Mapping[str, Any], Sequence[bytes | memoryview], Tick | None], Answer]
"""Ask a kernel's file keeper; raises KernelError where it fails."""


class Files(Protocol):
    """The files of this machine as a kernel sees them; on this machine itself, there is nothing to do."""

    def there(self, path: Path) -> str:
        """The kernel's name for `path`."""

    def push(self, paths: Sequence[Path], tick: Tick | None = None) -> None:
        """Let the kernel have these files as they are now."""

    def pull(self, paths: Sequence[Path], tick: Tick | None = None) -> None:
        """Get these files as the kernel has left them; raises KernelError where it has none."""

    def push_program(self, source: Path, tick: Tick | None = None) -> None:
        """Let the kernel have what lies beside a program and belongs to it."""

    def drop(self, folders: Sequence[Path]) -> None:
        """Remove the kernel's copies of these folders."""


class Host(Protocol):
    """One kernel's connection; after `end` nothing of it is left, wherever it ran."""

    @property
    def place(self) -> str:
        """Where the kernel runs, for messages: `the kernel of {place}`."""

    @property
    def folder(self) -> Path:
        """A private folder on this machine for what belongs to the kernel."""

    async def start(self, seconds: float) -> None:
        """Start the kernel; raises KernelError where it is not ready in time."""

    def introduction(self) -> str:
        """Code that the kernel runs first: it imports what it needs of the probe."""

    def files(self, ask: Ask, introduced: Sequence[Message]) -> Files:
        """The kernel's files; `introduced` is what the introduction published."""

    async def send(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes | memoryview] = ()) -> str:
        """Send a request to the kernel, and return its id."""

    async def receive(self) -> Message | None:
        """What the kernel publishes next, None where that takes longer than a tenth of a second."""

    async def alive(self) -> bool:
        """Whether the kernel is there and can be reached."""

    async def death(self) -> Death:
        """What is known of the end of a kernel that is not alive."""

    def memory(self) -> int:
        """Resident bytes of the kernel and of the processes that it started, as far as they are known."""

    def clean(self, text: str) -> str:
        """`text` without any secret that the connection needs."""

    async def end(self) -> None:
        """End the kernel and all that it started; may be called twice."""


class Address(Protocol):
    """Where a kernel can be had; equal addresses give equal kernels."""

    @property
    def place(self) -> str:
        """As the host's."""

    def host(self) -> Host:
        """A host for one new kernel."""

    def missing(self, side: Side) -> str:
        """What to say where the framework is not there: one sentence that says what to do."""
