"""A Jupyter server or gateway: its kernels over its REST API. The token goes into a header, and nowhere else."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.netutil import BlockingResolver
from tornado.simple_httpclient import HTTPStreamClosedError, HTTPTimeoutError
from tornado.websocket import WebSocketClientConnection, websocket_connect

from gluonize.errors import ServerError, UsageError
from gluonize.parity.hosts.tokens import TOKEN, Token
from gluonize.parity.hosts.websocket import PROTOCOL

_SECONDS = 20.0
_LARGEST_MESSAGE = 64 * 2**20
_REFUSED = (301, 302, 303, 307, 308, 401, 403)


@dataclass(frozen=True, slots=True)
class Server:
    """The server at `url`, which ends without a slash."""

    url: str
    token: Token = field(default_factory=Token, repr=False)

    async def kernelspecs(self) -> tuple[str, tuple[str, ...]]:
        """The default kernel's name, and the names of all."""
        answer = await self._request("GET", "api/kernelspecs")
        try:
            return str(answer["default"]), tuple(sorted(answer["kernelspecs"]))
        except (KeyError, TypeError) as error:
            raise ServerError(f"{self.url} is no Jupyter server: its list of kernels cannot be read") from error

    async def start(self, name: str, seconds: float) -> str:
        """Start a kernel and return its id."""
        answer = await self._request("POST", "api/kernels", {"name": name}, seconds)
        try:
            return str(answer["id"])
        except (KeyError, TypeError) as error:
            raise ServerError(f"{self.url} is no Jupyter server: its kernel has no id") from error

    async def end(self, kernel: str, seconds: float) -> None:
        """End a kernel; one that is no more is as good as ended."""
        await self._request("DELETE", f"api/kernels/{quote(kernel)}", seconds=seconds, gone=True)

    async def channels(self, kernel: str, session: str, seconds: float) -> WebSocketClientConnection:
        """The websocket that carries the messages of a kernel."""
        scheme, _, rest = self.url.partition("://")
        address = f"{'wss' if scheme == 'https' else 'ws'}://{rest}/api/kernels/{quote(kernel)}/channels"
        address += f"?session_id={quote(session)}"
        request = HTTPRequest(address, headers=self._headers(), connect_timeout=seconds, follow_redirects=False)
        try:
            connection = await websocket_connect(
                request, subprotocols=[PROTOCOL], ping_interval=10, ping_timeout=10, max_message_size=_LARGEST_MESSAGE
            )
        except (HTTPClientError, OSError, ssl.SSLError) as error:
            raise self._error(error) from error
        if connection.selected_subprotocol != PROTOCOL:
            connection.close()
            raise ServerError(f"{self.url} is too old: use Jupyter Server 2 or newer, or Kernel Gateway 3 or newer")
        return connection

    async def _request(
        self, method: str, path: str, body: Any = None, seconds: float = _SECONDS, gone: bool = False
    ) -> Any:
        request = HTTPRequest(
            f"{self.url}/{path}",
            method=method,
            headers=self._headers(),
            body=None if body is None else json.dumps(body),
            connect_timeout=min(seconds, _SECONDS),
            request_timeout=seconds,
            follow_redirects=False,  # a redirection could take the token to another host
        )
        try:
            # Kernels also end while the interpreter does, when no thread can be started to resolve a name in.
            response = await AsyncHTTPClient(force_instance=True, resolver=BlockingResolver()).fetch(request)
        except (HTTPClientError, OSError, ssl.SSLError) as error:
            if gone and isinstance(error, HTTPClientError) and error.code == 404:
                return None
            raise self._error(error) from error
        return self._content(response)

    def _content(self, response: HTTPResponse) -> Any:
        if not response.body:
            return None
        try:
            return json.loads(response.body)
        except ValueError as error:
            raise ServerError(f"{self.url} is no Jupyter server: what it answers is not JSON") from error

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token.reveal()}"} if self.token else {}

    def _error(self, error: Exception) -> ServerError:
        """In one sentence, what is wrong and what to do; never with the token."""
        code = error.code if isinstance(error, HTTPClientError) else 0
        if code in _REFUSED:
            what = "refuses the token" if self.token else "asks for a token"
            return ServerError(f"the Jupyter server {self.url} {what}: put the right one into {TOKEN}")
        if isinstance(error, (HTTPTimeoutError, HTTPStreamClosedError)) or code in (0, 502, 503, 504, 599):
            why = self.token.hide(str(error)) or type(error).__name__
            return ServerError(
                f"the Jupyter server {self.url} cannot be reached ({why}): see that it runs and that the URL is right"
            )
        if code == 404:
            return ServerError(f"there is no Jupyter server at {self.url} (it answers 404): check the URL")
        return ServerError(f"the Jupyter server {self.url} answers {self.token.hide(str(error))}: see its log")


def server_at(url: str, token: Token) -> Server:
    """The server at `url`; raises UsageError where that is no plain URL."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise UsageError("a kernel server is given by its URL, such as http://localhost:8888")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise UsageError(f"leave the secret out of the kernel server's URL: put the token into {TOKEN}")
    return Server(url.rstrip("/"), token)
