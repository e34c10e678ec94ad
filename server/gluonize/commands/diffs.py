"""Unified diffs in colour."""

from __future__ import annotations

import difflib
import io
import os
from collections.abc import Iterator

import click

_STYLES = {"+++": {"bold": True}, "---": {"bold": True}, "@@": {"fg": "cyan"}, "+": {"fg": "green"}, "-": {"fg": "red"}}


def unified(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of the diff from `before` to `after`, styled for a terminal, each with its line end."""
    changes = difflib.unified_diff(_lines(before), _lines(after), name, f"{name} (MXNet)")
    for line in changes:
        body = line.rstrip("\r\n")
        end = line[len(body) :]
        yield _styled(body) + (end or "\n\\ No newline at end of file\n")


def coloured() -> bool | None:
    """Whether the environment wants colours (https://no-color.org, FORCE_COLOR); None leaves it to the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def _lines(text: str) -> list[str]:
    """Split as Python does, not at form feeds, and keep the line ends."""
    return io.StringIO(text, newline="").readlines()


def _styled(line: str) -> str:
    for prefix, style in _STYLES.items():
        if line.startswith(prefix):
            return click.style(line, **style)  # type: ignore[arg-type]
    return line
