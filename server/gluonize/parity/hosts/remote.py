"""A kernel on a Jupyter server or gateway, reached over one websocket."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jupyter_client.session import Session
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError

from gluonize.errors import KernelError, ServerError
from gluonize.parity import bootstrap
from gluonize.parity.folders import SERVER, left_on_servers, private_folder
from gluonize.parity.hosts.carried import CarriedFiles, there
from gluonize.parity.hosts.companions import companions
from gluonize.parity.hosts.model import Ask, Death, Files, Host, Message
from gluonize.parity.hosts.server import Server
from gluonize.parity.hosts.websocket import pack, unpack
from gluonize.parity.options import TITLES, Side

_POLL = 0.1
_BEAT_SECONDS = 1.0
_LEASE_SECONDS = 60.0
"""A kernel that has not heard of us for so long ends."""
_PATIENCE_SECONDS = 1.5
"""How long the end of a kernel is waited for; the server goes on with it by itself."""
_WAITING = 256
_ENDED = ("restarting", "autorestarting", "dead")
_LIMITER = "IOPub"


class RemoteHost:
    """A kernel of the kernelspec `name` on `server`; an empty name is the server's default."""

    def __init__(self, server: Server, name: str, send: tuple[str, ...]) -> None:
        self.place = _place(server, name)
        self.folder = private_folder("kernel")
        self._server = server
        self._name = name
        self._send = send
        self._session = Session(key=b"")
        self._starting: asyncio.Future[str] | None = None
        self._socket: WebSocketClientConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._messages: asyncio.Queue[Message] = asyncio.Queue(_WAITING)
        self._ready = asyncio.Event()
        self._expected = ""
        self._root = ""
        self._memory = 0
        self._died = self._lost = False

    async def start(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        await self._end_orphans()
        default, names = await self._server.kernelspecs()
        name = self._name or default
        if name not in names:
            raise KernelError(f"{self._server.url} has no kernel {name}; name one of {', '.join(names) or 'none'}")
        # The request goes on where this is cancelled, so that `end` knows what to end.
        self._starting = asyncio.ensure_future(self._server.start(name, seconds))
        kernel = await asyncio.shield(self._starting)
        record = {"url": self._server.url, "kernel": kernel}
        (self.folder / SERVER).write_text(json.dumps(record), encoding="utf-8")
        self._socket = await self._server.channels(kernel, self._session.session, max(end - time.monotonic(), 1.0))
        self._tasks.append(asyncio.ensure_future(self._read()))
        while not self._ready.is_set():
            if self._lost or self._died or time.monotonic() > end:
                raise KernelError(f"it is not ready after {seconds:g} s")
            await self._post("shell", "kernel_info_request", {})
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._ready.wait(), 0.5)
        self._tasks.append(asyncio.ensure_future(self._beat()))

    async def _end_orphans(self) -> None:
        """End kernels on this server that a killed process of ours has left there."""
        for folder in left_on_servers():
            with contextlib.suppress(OSError, ValueError, KeyError, ServerError):
                record = json.loads((folder / SERVER).read_text(encoding="utf-8"))
                if record["url"] == self._server.url:
                    await self._server.end(record["kernel"], _PATIENCE_SECONDS)
                    shutil.rmtree(folder, ignore_errors=True)

    def introduction(self) -> str:
        return bootstrap.keep_files(_LEASE_SECONDS)

    def files(self, ask: Ask, introduced: Sequence[Message]) -> Files:
        if not introduced:
            raise KernelError(f"the kernel of {self.place} knows no comms: use one of ipykernel")
        self._root = str(introduced[0].content["data"]["folder"])
        return CarriedFiles(self._root, ask, functools.partial(companions, send=self._send))

    async def send(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes | memoryview] = ()) -> str:
        self._expected = ""
        while not self._messages.empty():
            self._messages.get_nowait()
        message = self._session.msg(kind, dict(content))
        self._expected = str(message["header"]["msg_id"])
        await self._write(pack("shell", message, buffers))
        return self._expected

    async def _post(self, channel: str, kind: str, content: Mapping[str, Any]) -> None:
        await self._write(pack(channel, self._session.msg(kind, dict(content))))

    async def _write(self, frame: bytes) -> None:
        if self._socket is None or self._lost:
            raise self._loss()
        try:
            await self._socket.write_message(frame, binary=True)
        except WebSocketClosedError as error:
            self._lost = True
            raise self._loss() from error

    def _loss(self) -> ServerError:
        return ServerError(
            f"the connection to the kernel of {self.place} was lost: see that the server still runs, and compare again"
        )

    async def receive(self) -> Message | None:
        try:
            message = await asyncio.wait_for(self._messages.get(), _POLL)
        except asyncio.TimeoutError:
            return None
        if message.kind == "stream" and str(message.content["text"]).startswith(_LIMITER):
            raise KernelError(
                f"the program prints more than {self._server.url} lets through; let it print less,"
                " or start the server with a larger ZMQChannelsWebsocketConnection.iopub_data_rate_limit"
            )
        return message

    async def _read(self) -> None:
        """Take what the server sends, until the connection ends."""
        assert self._socket is not None
        try:
            while isinstance(frame := await self._socket.read_message(), bytes):
                await self._sort(*unpack(frame))
        except (ValueError, KeyError, TypeError):
            self._socket.close()
        self._lost = True

    async def _sort(self, channel: str, message: Message) -> None:
        if message.kind == "status" and message.content["execution_state"] in _ENDED:
            self._died = True
        elif message.kind == "usage_reply":
            self._memory = int(message.content.get("kernel_memory") or 0)
        elif message.kind == "kernel_info_reply":
            self._ready.set()
        elif channel == "iopub" and message.parent == self._expected:
            await self._messages.put(message)

    async def _beat(self) -> None:
        """Let the kernel know that we are here, and ask how much memory it uses."""
        with contextlib.suppress(ServerError):
            while not self._lost:
                await self._post("control", "usage_request", {})
                await asyncio.sleep(_BEAT_SECONDS)

    async def alive(self) -> bool:
        return not (self._lost or self._died)

    async def death(self) -> Death:
        """What the kernel left; raises ServerError where it is only out of reach."""
        if self._lost or not self._died:
            raise self._loss()
        crashes = there(self._root, self.folder / bootstrap.CRASHES)
        text = ""
        with contextlib.suppress(ServerError, ValueError, asyncio.TimeoutError):
            text = json.loads(await asyncio.wait_for(self._printed(bootstrap.bequest(self._root, crashes)), 5.0))
        return Death(f"its process at {self._server.url} has ended", text)

    async def _printed(self, code: str) -> str:
        """What `code` prints in the kernel that the server has started in the place of a dead one."""
        request = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
        await self.send("execute_request", request)
        text = ""
        while True:
            message = await self.receive()
            if message is not None and message.kind == "stream":
                text += str(message.content["text"])
            elif message is not None and message.content.get("execution_state") == "idle":
                return text

    def memory(self) -> int:
        return self._memory

    def clean(self, text: str) -> str:
        return self._server.token.hide(text)

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(ServerError, asyncio.TimeoutError):
            if self._starting is not None:
                kernel = await asyncio.wait_for(asyncio.shield(self._starting), _PATIENCE_SECONDS)
                await asyncio.wait_for(asyncio.shield(self._ended(kernel)), _PATIENCE_SECONDS)
            else:
                shutil.rmtree(self.folder, ignore_errors=True)
        if self._socket is not None:
            self._socket.close()

    def _ended(self, kernel: str) -> asyncio.Future[None]:
        async def ended() -> None:
            with contextlib.suppress(ServerError):
                await self._server.end(kernel, 20.0)
                shutil.rmtree(self.folder, ignore_errors=True)

        return asyncio.ensure_future(ended())


@dataclass(frozen=True, slots=True)
class ServerKernel:
    """The address of kernels of one kernelspec on a server; `send` are patterns of files that go with a program."""

    server: Server
    name: str = ""
    send: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        return _place(self.server, self.name)

    def host(self) -> Host:
        return RemoteHost(self.server, self.name, self.send)

    def missing(self, side: Side) -> str:
        return (
            f"{TITLES[side]} is not installed for the kernel of {self.place}; install it there,"
            f" or name the kernel that has it with --{side}-kernel (gluonize.kernel.{side})"
        )


def _place(server: Server, name: str) -> str:
    return f"{name} on {server.url}" if name else server.url
