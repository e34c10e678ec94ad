"""Offsets and positions, held against a plain model over random texts and edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gluonize.lsp.positions import Encoding, Position, Text, difference

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
texts = st.text(alphabet="ab \n\r\x0cé中😀", max_size=30)


def width(text: str, encoding: Encoding) -> int:
    if encoding == "utf-32":
        return len(text)
    return len(text.encode()) if encoding == "utf-8" else len(text.encode("utf-16-le")) // 2


@given(texts, texts, st.sampled_from(ENCODINGS), st.data())
def test_an_edited_text_is_as_one_made_anew(before: str, new: str, encoding: Encoding, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    edited = Text(before, encoding)
    edited.replace(len(before[:start].encode()), len(before[:end].encode()), new.encode())
    anew = Text(before[:start] + new + before[end:], encoding)
    assert (edited.data, edited.starts) == (anew.data, anew.starts)


@given(texts, st.sampled_from(ENCODINGS), st.data())
def test_positions_lead_back_to_their_offsets(text: str, encoding: Encoding, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    offset = len(text[:index].encode())
    table = Text(text, encoding)
    line, character = table.position(offset)
    lines = text[:index].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    inside_a_line_end = text[index - 1 : index + 1] == "\r\n"
    if not inside_a_line_end:
        assert (line, character) == (len(lines) - 1, width(lines[-1], encoding))
        assert table.offset(Position(line, character)) == offset
        assert table.range(offset, offset) == ((line, character), (line, character))


@given(texts, texts)
def test_a_difference_makes_the_one_of_the_other(old: str, new: str) -> None:
    before, after = old.encode(), new.encode()
    start, end, text = difference(before, after)
    assert before[:start] + text + before[end:] == after
    for piece in (before[:start], text, before[end:]):
        piece.decode()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_positions_outside_are_moved_to_the_nearest_end(encoding: Encoding) -> None:
    text = Text("é😀\r\nb", encoding)
    assert text.offset(Position(0, 99)) == len("é😀".encode())
    assert text.offset(Position(7, 0)) == len(text.data)
    assert text.offset(Position(-1, 3)) == 0
    assert text.position(10**6) == Position(1, 1)


def test_half_a_character_is_moved_before_it() -> None:
    assert Text("a😀", "utf-16").offset(Position(0, 2)) == 1
    assert Text("aé", "utf-8").offset(Position(0, 2)) == 1


def test_a_lone_surrogate_costs_one_unit() -> None:
    assert Text("a\ud83db", "utf-16").position(2) == Position(0, 2)
