"""IPython's additions to Python, hidden from the parser without moving a single byte.

A magic becomes a comment, the right-hand side of `files = !ls` an empty list and a comment; what `%time` and its like
run is Python, and stays. Offsets stay what they are, so findings and edits in the masked text are good in the text as
it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_BLOCK = "if 1:"
"""Stands for a magic before a statement; no magic that runs Python is shorter."""

PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "pypy"})

_TOKEN = re.compile(
    r"""(?P<string>'''(?:[^\\]|\\.)*?(?:'''|\Z)|\"\"\"(?:[^\\]|\\.)*?(?:\"\"\"|\Z)
    |'(?:[^'\\\n]|\\.)*(?:'|$)|"(?:[^"\\\n]|\\.)*(?:"|$))
    |(?P<comment>\#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joined>\\\r?\n)|(?P<line>\n)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_LINE = re.compile(r"[ \t\f]*(?:(?P<magic>%(?!=)|!|\?)(?=\S)|(?P<help>[\w.*]+\?{1,2}[ \t]*\r?$))", re.MULTILINE)
_ASSIGNED = re.compile(r"[ \t\f]*[\w.,\[\] \t*]+?=[ \t]*(?P<value>[!%])(?=[\w./$~'\"{(])")
_RUNS_PYTHON = re.compile(
    r"[ \t\f]*(?P<magic>%(?:time|timeit|prun)(?:[ \t]+-\w+(?:[ \t]+\d+)?)*[ \t]+)(?P<code>[^\s-].*)"
)
_CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w+)")
_NEXT_CELL = re.compile(r"\n\r?\n\r?\n")


def mask(text: str) -> str:
    """The text of one cell, or of cells joined by two blank lines, with its magics masked at equal UTF-8 length."""
    if "%" not in text and "!" not in text and "?" not in text:
        return text
    pieces: list[str] = []
    position = 0
    for start in list(_statement_starts(text)):
        if start < position:
            continue
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        end, masked = _masked(text, start, line_end)
        if masked is not None:
            pieces += [text[position:start], masked]
            position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _masked(text: str, start: int, line_end: int) -> tuple[int, str | None]:
    """The masked form of the statement at `start` and where it ends, None where it is plain Python."""
    cell = _CELL_MAGIC.match(text, start)
    if cell and cell["name"] not in PYTHON_CELL_MAGICS:
        border = _NEXT_CELL.search(text, start)
        end = border.start() if border else len(text)
        return end, "\n".join(_comment(line) for line in text[start:end].split("\n"))
    if _LINE.match(text, start):
        run = _RUNS_PYTHON.match(text, start, line_end)
        if run is not None and _is_python(run["code"]):
            return run.start("code"), f"{text[start : run.start('magic')]}{_BLOCK:<{len(run['magic'])}}"
        return line_end, _comment(text[start:line_end])
    assigned = _ASSIGNED.match(text, start, line_end)
    if assigned:
        value = assigned.start("value")
        return line_end, text[start:value] + _empty_list(text[value:line_end])
    return line_end, None


def _is_python(code: str) -> bool:
    """Whether a magic runs one line of Python, which can stand in a block."""
    try:
        ast.parse(_BLOCK + code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _comment(line: str) -> str:
    """`line` as a comment: its first visible character becomes `#`, as often as it had bytes."""
    stripped = line.lstrip()
    if not stripped:
        return line
    indent = line[: len(line) - len(stripped)]
    return indent + "#" * len(stripped[0].encode("utf-8", "replace")) + stripped[1:]


def _empty_list(command: str) -> str:
    """`!x...` as `[]...`: two bytes, then a comment."""
    second = len(command[1].encode("utf-8", "replace"))
    return "[]" + " " * (second - 1) + _comment(command[2:])


def _statement_starts(text: str) -> Iterator[int]:
    """The starts of the lines that begin a statement: not inside brackets, strings or a continued line."""
    yield 0
    depth = 0
    position = _after_magic(text, 0)
    while match := _TOKEN.search(text, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "line" and depth == 0:
            yield position
            position = _after_magic(text, position)


def _after_magic(text: str, start: int) -> int:
    """Where to go on reading: a magic's line holds no Python, so its quotes and brackets do not count."""
    if not _LINE.match(text, start):
        return start
    end = text.find("\n", start)
    return len(text) if end < 0 else end
