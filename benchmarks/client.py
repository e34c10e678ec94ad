"""A small client of the language server protocol over stdio, made to measure."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from pathlib import Path
from queue import Queue
from typing import IO, Any

import psutil

TIMEOUT = 60.0


class Client:
    """One server process; notifications and answers are taken in the order they come."""

    def __init__(self, command: list[str], *, pull: bool) -> None:
        """Start the server and shake hands; `pull` says whether the client asks for diagnostics itself."""
        self.pull = pull
        started = time.perf_counter()
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin = self._process.stdin
        self._messages: Queue[dict[str, Any]] = Queue()
        self._next_id = 0
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": _capabilities(pull)})
        self.initialize_ms = (time.perf_counter() - started) * 1000
        self.notify("initialized", {})

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """The result of a request; raises RuntimeError when the server answers with an error."""
        self._next_id += 1
        own = self._next_id
        self._send({"id": own, "method": method, "params": params})
        while True:
            message = self._messages.get(timeout=TIMEOUT)
            if message.get("id") == own and "method" not in message:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message.get("result")
            self._answer(message)

    def diagnostics(self, uri: str, version: int) -> list[dict[str, Any]]:
        """The diagnostics of just this version of a document, pulled or as the server pushes them."""
        if self.pull:
            report = self.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            return list(report.get("items", ()))
        while True:
            message = self._messages.get(timeout=TIMEOUT)
            params = message.get("params") or {}
            if message.get("method") == "textDocument/publishDiagnostics" and params.get("version") == version:
                return list(params["diagnostics"])
            self._answer(message)

    def peak_mib(self) -> float:
        """The largest resident set that the server and its children had, in MiB."""
        process = psutil.Process(self._process.pid)
        return sum(_peak(child.pid) for child in (process, *process.children(recursive=True)))

    def close(self) -> None:
        self.request("shutdown", None)
        self.notify("exit", None)
        self._process.wait(timeout=TIMEOUT)

    def _answer(self, message: dict[str, Any]) -> None:
        """Servers ask for settings and registrations; say that there is nothing of note."""
        if "id" in message and "method" in message:
            wanted = message["params"].get("items", ()) if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": None if wanted is None else [{} for _ in wanted]})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._stdin.flush()

    def _listen(self, stream: IO[bytes]) -> None:
        while header := stream.readline():
            if header.lower().startswith(b"content-length:"):
                length = int(header.split(b":")[1])
                while stream.readline().strip():
                    pass
                self._messages.put(json.loads(stream.read(length)))


def _capabilities(pull: bool) -> dict[str, Any]:
    document: dict[str, Any] = {
        "publishDiagnostics": {"versionSupport": True},
        "hover": {"contentFormat": ["markdown"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    }
    if pull:
        document["diagnostic"] = {"dynamicRegistration": False}
    return {"textDocument": document, "workspace": {"configuration": True}}


def _peak(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
