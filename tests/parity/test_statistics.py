"""Statistics that are calculated piece by piece are those of the whole, and arrays on disk are what was recorded."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest

from gluonize.parity.probe import spread as spreading
from gluonize.parity.probe import statistics as calculating
from gluonize.parity.probe.spread import spread
from gluonize.parity.probe.statistics import statistics
from gluonize.parity.probe.storage import FILE, Reader, Writer

TOLERANCE = [1e-3, 1e-6]


def samples() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    random = np.random.default_rng(0)
    ours = random.normal(size=(50, 40)).astype(np.float32)
    theirs = (ours + random.normal(size=ours.shape) * 10.0 ** random.integers(-9, -1, ours.shape)).astype(np.float32)
    special, other = ours.copy(), theirs.copy()
    special[3, 5], other[3, 5] = np.nan, np.nan
    special[9, 9], other[9, 9] = np.inf, np.inf
    apart = other.copy()
    apart[30, 1] = np.nan
    whole = random.integers(-5, 5, (999,))
    return {
        "floats": (ours, theirs),
        "special": (special, other),
        "apart": (special, apart),
        "equal": (ours, ours),
        "whole": (whole, whole + (random.random(999) < 0.1)),
        "complex": (ours + 1j * theirs, theirs + 1j * ours),
        "one": (np.float32(1), np.array([1.5], np.float32)),
        "empty": (ours[:0], theirs[:0]),
        "all special": (np.full(30, np.nan), np.full(30, np.inf)),
        "transposed": (ours.T, theirs.T),
    }


@pytest.mark.parametrize("name", samples())
def test_pieces_add_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = (np.asarray(array) for array in samples()[name])
    whole = statistics(ours, theirs, TOLERANCE)
    spread_out = spread(ours, theirs) if ours.size else {}
    monkeypatch.setattr(calculating, "PIECE", 7)
    parts = statistics(ours, theirs, TOLERANCE)
    for key in ("mean_abs", "cosine"):
        found, expected = parts.pop(key), whole.pop(key)
        assert found == (None if expected is None else pytest.approx(expected, rel=1e-12))
    assert parts == whole
    if ours.size:
        spread_in_parts = spread(ours, theirs)
        assert spread_in_parts["histogram"] == spread_out["histogram"]
        assert spread_in_parts["frontier"] == spread_out["frontier"]


def test_quantiles_of_many_numbers_are_right_to_six_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    error = np.random.default_rng(0).exponential(size=4000) ** 3
    whole = spread(np.zeros(4000), error)["quantiles"]
    monkeypatch.setattr(calculating, "PIECE", 100)
    monkeypatch.setattr(spreading, "_EXACT", 100)
    parts = spread(np.zeros(4000), error)["quantiles"]
    ordered = np.sort(error)
    for share, value in parts.items():
        assert value == pytest.approx(ordered[int(float(share) * 3999)], rel=1e-6)
        assert value == pytest.approx(whole[share], rel=0.05)


ARRAYS = [
    np.arange(6, dtype=np.int64).reshape(2, 3),
    np.float32(1.5),
    np.empty((0, 4), np.float64),
    np.array([True, False]),
    np.arange(12, dtype=">f4").reshape(3, 4).T,
    np.arange(24, dtype=np.float16).reshape(2, 3, 4)[:, ::2],
    np.array([1 + 2j], np.complex64),
]


def test_arrays_are_read_as_they_were_recorded(tmp_path: Path) -> None:
    with (tmp_path / FILE).open("wb") as file:
        writer = Writer(file)
        names = [writer.add(array) for array in ARRAYS]
    reader = Reader(tmp_path, writer.index)
    for name, array in zip(names, ARRAYS, strict=True):
        found = reader[name]
        assert (found.shape, found.dtype.kind) == (np.shape(array), np.asarray(array).dtype.kind)
        assert np.array_equal(found, array)
        assert not found.size or not found.flags.writeable
    assert list(reader) == names


def test_an_array_is_recorded_as_it_is_at_the_time(tmp_path: Path) -> None:
    array = np.zeros(3)
    with (tmp_path / FILE).open("wb") as file:
        writer = Writer(file)
        name = writer.add(array)
        array += 1
    assert Reader(tmp_path, writer.index)[name].tolist() == [0, 0, 0]


def test_nothing_but_numbers_is_written_or_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="more than numbers"):
        Writer(io.BytesIO()).add(np.array([object()]))
    (tmp_path / FILE).write_bytes(b"\0" * 64)
    with pytest.raises(ValueError, match="more than numbers"):
        Reader(tmp_path, {"a0": [0, "|O", [1]]})["a0"]
    with pytest.raises(ValueError, match="buffer"):
        Reader(tmp_path, {"a0": [0, "<f8", [100]]})["a0"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forked workers")
def test_a_forked_worker_does_not_write(tmp_path: Path) -> None:
    with (tmp_path / FILE).open("wb", buffering=0) as file:
        writer = Writer(file)
        pid = os.fork()
        if pid == 0:
            writer.add(np.ones(100))
            os._exit(0)
        os.waitpid(pid, 0)
        name = writer.add(np.zeros(2))
    assert (tmp_path / FILE).stat().st_size == 16
    assert Reader(tmp_path, writer.index)[name].tolist() == [0, 0]
