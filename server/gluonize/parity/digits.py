"""Real handwritten digits in MNIST's file format: scikit-learn's 1,797 digits of 8x8, enlarged to 28x28."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import struct
from pathlib import Path

from gluonize.errors import UsageError

_SIDE = 8
_SCALE = 3
_MARGIN = 2
_NAMES = {"train": "train", "test": "t10k"}


def write_digits(root: Path) -> Path:
    """Write the digits below `root` as torchvision's MNIST expects them, both plain and packed; answers their folder.

    The same files serve as training and as test data. Existing files are kept. Raises UsageError without scikit-learn.
    """
    folder = root / "MNIST" / "raw"
    files = [folder / f"{name}-{kind}-ubyte" for name in _NAMES.values() for kind in ("images-idx3", "labels-idx1")]
    if all(file.exists() and file.with_name(file.name + ".gz").exists() for file in files):
        return folder
    images, labels = _read()
    folder.mkdir(parents=True, exist_ok=True)
    side = _SIDE * _SCALE + 2 * _MARGIN
    contents = [
        struct.pack(">IIII", 0x803, len(images), side, side) + b"".join(map(_enlarged, images)),
        struct.pack(">II", 0x801, len(labels)) + bytes(labels),
    ]
    for file, content in zip(files, contents * 2, strict=True):
        file.write_bytes(content)
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, compresslevel=6, mtime=0))
    return folder


def _read() -> tuple[list[list[int]], list[int]]:
    """The digits' grey values (64 each, 0 to 16) and their labels."""
    spec = importlib.util.find_spec("sklearn")
    if spec is None or spec.origin is None:
        raise UsageError("the digits come with scikit-learn; install it with: python -m pip install scikit-learn")
    file = Path(spec.origin).parent / "datasets" / "data" / "digits.csv.gz"
    with gzip.open(file, "rt", encoding="ascii", newline="") as lines:
        rows = [[int(float(cell)) for cell in row] for row in csv.reader(lines)]
    return [row[:-1] for row in rows], [row[-1] for row in rows]


def _enlarged(image: list[int]) -> bytes:
    """One image with every pixel three times as wide and high, its greys brought to 0 to 255, and a black margin."""
    width = _SIDE * _SCALE + 2 * _MARGIN
    edge = bytes(_MARGIN)
    lines = []
    for row in range(_SIDE):
        greys = (min(255, value * 255 // 16) for value in image[row * _SIDE : (row + 1) * _SIDE])
        line = edge + b"".join(bytes([grey]) * _SCALE for grey in greys) + edge
        lines += [line] * _SCALE
    blank = [bytes(width)] * _MARGIN
    return b"".join([*blank, *lines, *blank])
