"""The secret that opens a Jupyter server: where it comes from, and how it stays unseen."""

from __future__ import annotations

import os
from pathlib import Path

from gluonize.errors import UsageError

TOKEN = "GLUONIZE_KERNEL_TOKEN"
"""The environment variable; kernels on this machine do not inherit it."""

HIDDEN = "***"


class Token:
    """A token that shows itself in no message, no representation and no pickle; `reveal` is for the request alone."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text.strip()

    def __repr__(self) -> str:
        return f"Token({HIDDEN if self._text else ''})"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> str:
        raise TypeError("a token is not to be written anywhere")

    def reveal(self) -> str:
        return self._text

    def hide(self, text: str) -> str:
        """`text` without the token."""
        return text.replace(self._text, HIDDEN) if self._text else text


def token_for(url: str, file: Path | None = None) -> Token:
    """The token for the server at `url`: of `file` where there is one, else of the environment; empty for none.

    The file has one token for all servers, or lines `URL TOKEN`. Raises UsageError where it cannot be read.
    """
    if file is None:
        return Token(os.environ.get(TOKEN, ""))
    try:
        lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the token file {file} cannot be read: {type(error).__name__}") from error
    by_server = {line[0].rstrip("/"): line[1] for line in lines if len(line) == 2}
    alone = lines[0][0] if len(lines) == 1 and len(lines[0]) == 1 else ""
    return Token(by_server.get(url.rstrip("/"), alone))
