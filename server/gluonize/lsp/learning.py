"""What is learnt beside the keystrokes: what other files of the project define, and what only jedi can tell.

Both begin when the user pauses, and what they find is taken over only if the text is still the same.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pygls.uris import to_fs_path

from gluonize.analysis import Document, Span, connect, module_name
from gluonize.errors import SourceError
from gluonize.files.sources import read
from gluonize.lsp.documents import Program

PAUSE_SECONDS = 1.0
BUDGET_SECONDS = 3.0
_PATIENCE_SECONDS = 20.0
_MOST_FILES = 30
_IMPORT = re.compile(rb"^[ \t]*(?:from[ \t]+(?P<source>[\w.]+)[ \t]+import|import[ \t]+(?P<names>[\w., \t]+))", re.M)


async def learn_project(program: Program, folders: tuple[str, ...]) -> bool:
    """Let a program know what the project's files that it imports define. Returns whether that is news."""
    path = Path(program.path)
    if not path.is_absolute():
        return False
    root = _root(path, folders)
    documents = {module_name(str(path), str(root)): program.document}
    waiting = [(program.document.data, path)]
    while waiting and len(documents) < _MOST_FILES:
        for name, found in _imported(*waiting.pop(0), root):
            if name in documents or found == path:
                continue
            await asyncio.sleep(0)
            try:
                documents[name] = Document(read(found).text, path=str(found))
            except SourceError:
                continue
            waiting.append((documents[name].data, found))
    if len(documents) == 1:
        return False
    before, revision = program.document.uses(), program.revision
    connect(documents)
    news = program.document.uses() != before
    if news and program.revision == revision:
        program.learnt()
    return news


class Inferrer:
    """The process that asks jedi; started when it is first needed, ended when it does not answer in time."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def learn(self, program: Program, folders: tuple[str, ...]) -> bool:
        """Let a program know the classes of receivers that it cannot tell itself. Returns whether that is news."""
        unsure = frozenset(
            (use.name, program.document.slice(use.receiver))
            for use in program.document.uses()
            if not use.sure and use.receiver is not None
        )
        if unsure <= program.asked:
            return False
        program.asked = unsure
        path, revision = Path(program.path), program.revision
        root = str(_root(path, folders)) if path.is_absolute() else None
        request = {"text": program.document.text, "path": str(path), "root": root, "budget": BUDGET_SECONDS}
        found = {Span(start, end): name for start, end, name in await self._ask(json.dumps(request))}
        if program.revision != revision or not program.document.learn_receivers(found):
            return False
        program.learnt()
        return True

    def stop(self) -> None:
        """End the process."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        self._process = None

    async def _ask(self, request: str) -> list[tuple[int, int, str]]:
        async with self._turn:
            process = self._process = self._process or await _start()
            if process.stdin is None or process.stdout is None:
                return []
            try:
                process.stdin.write(f"{request}\n".encode())
                await process.stdin.drain()
                line = await asyncio.wait_for(process.stdout.readline(), _PATIENCE_SECONDS)
            except (OSError, TimeoutError, asyncio.TimeoutError):
                line = b""
            if not line:
                self.stop()
                return []
            answer: list[tuple[int, int, str]] = json.loads(line)
            return answer


async def _start() -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gluonize.lsp.inference", stdin=pipe, stdout=pipe, limit=1 << 26
    )


def _root(path: Path, folders: tuple[str, ...]) -> Path:
    """The workspace's folder that holds a file, else the file's own."""
    roots = [Path(folder) for folder in (to_fs_path(uri) for uri in folders) if folder is not None]
    return next((root for root in roots if path.is_relative_to(root)), path.parent)


def _imported(data: bytes, importer: Path, root: Path) -> Iterator[tuple[str, Path]]:
    """The project's modules that a text imports, looked for beside it and from the root: name and file."""
    for match in _IMPORT.finditer(data):
        names = match["source"] or match["names"] or b""
        for words in (name.split() for name in names.decode(errors="replace").split(",")):
            dotted = words[0] if words else ""
            level = len(dotted) - len(dotted.lstrip("."))
            folders = importer.parents[level - 1 : level] if level else [importer.parent, root]
            for path in _files(folders, dotted.lstrip(".")):
                yield module_name(str(path), str(root)) if level else dotted, path


def _files(folders: Sequence[Path], dotted: str) -> Iterator[Path]:
    relative = Path(*dotted.split("."))
    if relative.name:
        options = (relative.with_suffix(".py"), relative / "__init__.py")
        yield from (path for folder in folders for option in options if (path := folder / option).is_file())
