"""A program that writes for TensorBoard: its conversion writes the same values through mxboard."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import TARGETS, Target, load_catalogue
from gluonize.rewriter import convert

pytestmark = pytest.mark.parity

PROGRAM = """\
import sys

import torch
from MODULE import SummaryWriter

writer = SummaryWriter(sys.argv[1])
for step in range(3):
    loss = torch.tensor(0.5) * step
    writer.add_scalar("loss", loss.item(), step)
    writer.add_scalar("tensor", loss, global_step=step)
writer.add_scalars("both", {"a": 1.5, "b": torch.ones(1)}, 4)
pixels = torch.arange(0, 24).reshape(2, 3, 4).float() / 24
writer.add_image("image", pixels[:1].repeat(3, 1, 1), 7)
writer.add_image("last", pixels.permute(1, 2, 0)[:, :, :1].repeat(1, 1, 3), 8, dataformats="HWC")
writer.add_histogram("weights", torch.arange(0, 10).float(), 2)
writer.add_text("note", "some text", 1)
writer.close()
"""

READ = """
import struct, sys
from pathlib import Path
from mxboard.proto.event_pb2 import Event

for path in sorted(Path(sys.argv[1]).rglob("*tfevents*")):
    data = path.read_bytes()
    while data:
        (size,) = struct.unpack("<Q", data[:8])
        event = Event.FromString(data[12 : 12 + size])
        data = data[16 + size :]
        for value in event.summary.value:
            what = value.WhichOneof("value")
            shown = {"simple_value": lambda: value.simple_value,
                     "image": lambda: value.image.encoded_image_string.hex(),
                     "histo": lambda: [value.histo.min, value.histo.max, value.histo.num, value.histo.sum],
                     "tensor": lambda: value.tensor.string_val[0].decode()}[what]()
            print(path.parent.name, value.tag, event.step, shown, sep="|")
"""


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("module", ["torch.utils.tensorboard", "tensorboardX"])
def test_the_same_values_are_written(module: str, target: Target, tmp_path: Path) -> None:
    conversion = convert(Document(PROGRAM.replace("MODULE", module)), load_catalogue(), target)
    assert not conversion.remaining, [finding.message for finding in conversion.remaining]
    program, folder = tmp_path / "converted.py", tmp_path / "log"
    program.write_text(conversion.text)
    read = tmp_path / "read.py"
    read.write_text(READ)
    gluonize_run(program, folder)
    found = {}
    for line in gluonize_run(read, folder).splitlines():
        place, tag, step, value = line.split("|", 3)
        found[tag, int(step), place] = value
    assert [found["loss", step, "log"] for step in range(3)] == ["0.0", "0.5", "1.0"]
    assert [found["tensor", step, "log"] for step in range(3)] == ["0.0", "0.5", "1.0"]
    assert {value for (tag, step, _), value in found.items() if step == 4} == {"1.5", "1.0"}
    assert found["weights", 2, "log"] == "[0.0, 9.0, 10.0, 45.0]"
    assert any("some text" in value for value in found.values())
    expected = [int(value / 24 * 255) for value in range(12)]
    for tag, step in (("image", 7), ("last", 8)):
        assert pixels(found[tag, step, "log"]) == pytest.approx(expected, abs=1)


def pixels(encoded: str) -> list[int]:
    """The red parts of an image of 3 rows and 4 columns."""
    from PIL import Image

    image = Image.open(io.BytesIO(bytes.fromhex(encoded))).convert("RGB")
    assert image.size == (4, 3)
    return [image.getpixel((column, row))[0] for row in range(3) for column in range(4)]


def gluonize_run(program: Path, folder: Path) -> str:
    command = [sys.executable, "-m", "gluonize", "run", str(program), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
