"""Reading and writing source files without changing their encoding, byte-order mark or line ends."""

from __future__ import annotations

import codecs
import io
import os
import shutil
import stat
import tempfile
import tokenize
from dataclasses import dataclass
from pathlib import Path

from gluonize.errors import SourceError


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded file: its text with the line ends as they are, and what `encode` needs to write it back."""

    text: str
    encoding: str = "utf-8"
    bom: bool = False

    def encode(self, text: str) -> bytes:
        """`text` in the file's own encoding; raises SourceError where that encoding lacks a character."""
        try:
            data = text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise SourceError(f"the conversion does not fit the file's encoding {self.encoding}: {error}") from None
        return codecs.BOM_UTF8 + data if self.bom else data


def decode(data: bytes) -> Source:
    """The source text in `data`, in the encoding that Python would read it with; raises SourceError."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        raise SourceError(f"cannot be decoded ({error.msg}): save it as UTF-8") from None
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        text = data[len(codecs.BOM_UTF8) :].decode() if bom else data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"is not {encoding} text at byte {error.start}: save it as UTF-8") from None
    return Source(text, "utf-8" if bom else encoding, bom)


def read(path: Path) -> Source:
    """The source text of a file; raises SourceError."""
    return decode(read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """What a file holds; raises SourceError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from None


def write(path: Path, data: bytes) -> None:
    """Write `path` in one step, so that it is never half-written, keeping the mode of a file that was there.

    A link stays one: what it leads to is written. Raises SourceError.
    """
    path = Path(os.path.realpath(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(temporary, mode)
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror}") from None


def copy(path: Path, target: Path, root: Path) -> None:
    """Copy a file of any size with its mode; raises SourceError.

    A link to a folder stays a link: to the copy where the folder is below `root`, else to the folder itself.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            inside = root.resolve() in (path.resolve(), *path.resolve().parents)
            folder = os.path.relpath(path.resolve(), path.parent.resolve()) if inside else path.resolve()
            target.symlink_to(folder, target_is_directory=True)
        else:
            shutil.copy2(path, target)
    except OSError as error:
        raise SourceError(f"{path} cannot be copied to {target}: {error.strerror}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
