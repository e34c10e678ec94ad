from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gluonize.errors import SourceError
from gluonize.files.sources import decode, write


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\n",
        b"x = 1\r\ny = 2\r\n",
        b"\xef\xbb\xbfx = 1\r\n",
        "# -*- coding: latin-1 -*-\nname = 'café'\n".encode("latin-1"),
        "# vim: set fileencoding=cp1252 :\nname = '€'\n".encode("cp1252"),
        "s = '🔥'\x0c\n".encode(),
        b"mixed = 1\r\nends = 2\n\r",
        b"",
    ],
)
def test_what_is_read_is_written_back_byte_for_byte(data: bytes) -> None:
    source = decode(data)
    assert source.encode(source.text) == data


def test_the_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfx = 1\n").text == "x = 1\n"


@pytest.mark.parametrize("data", [b"name = '\xe9'\n", b"# coding: klingon\n", b"\xff\xfex\x00"])
def test_what_python_could_not_read_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        decode(data)


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    source = decode(b"# coding: ascii\n")
    with pytest.raises(SourceError, match="ascii"):
        source.encode("é")


def test_writing_keeps_the_mode_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "tool.py"
    path.write_text("old")
    path.chmod(0o754)
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o754
    assert list(tmp_path.iterdir()) == [path]


def test_writing_where_it_is_not_possible_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match="cannot be written"):
        write(tmp_path / "file" / "below.py", b"")
