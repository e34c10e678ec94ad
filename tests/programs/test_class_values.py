"""A layer's class that is handed around builds on MXNet what its call in place builds: for each layer."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import Target, load_catalogue
from gluonize.rewriter import convert

pytestmark = pytest.mark.parity

OWN_FORM = {
    "AvgPool": "ceil_mode chooses another form",
    "MaxPool": "ceil_mode chooses another form",
    "Conv": "padding may be a word, and padding_mode chooses another form",
    "Embedding": "padding_idx chooses another form",
    "GELU": "approximate chooses another form",
    "InstanceNorm": "track_running_stats is left out",
    "LogSoftmax": "dim=None is another form",
    "Softmax": "dim=None is another form",
    "TransformerEncoderLayer": "activation is left out",
    "Upsample": "mode is left out",
}
"""Classes some of whose calls need what the function leaves out: handed around, the class raises an error for them."""

HEAD = ("import torch", "from torch import nn", "", "same = lambda given: given")
END = """
import re
import numpy as np

def described(layer):
    layers = [layer, *getattr(layer, "_children", {}).values()]
    names = [re.sub(r" at 0x\\w+|\\d+_", "", repr(item)) for item in layers]
    shapes = sorted((re.sub(r"^.*_", "", name), item.shape) for name, item in layer.collect_params().items())
    options = {key: value for key, value in vars(layer).items() if isinstance(value, (int, float, str, tuple))}
    return names, shapes, {key: value for key, value in options.items() if not key.startswith(("_prefix", "_name"))}

SHAPES = ((2, 3), (2, 3, 8), (2, 3, 8, 8), (2, 3, 4, 4, 4), (4, 2, 3))

def computes_the_same(text, one, two):
    outputs = 0
    for layer in (one, two):
        try:
            layer.initialize(mx.init.Constant(0.5))
        except ValueError:
            return False
    for shape in SHAPES:
        inputs = [np.random.RandomState(0).normal(size=shape).astype("float32")]
        inputs += [np.array([0, 2], "int64")] if "CrossEntropy" in text else []
        try:
            found = [layer(*map(ARRAY, inputs)).asnumpy() for layer in (one, two)]
        except Exception:
            continue
        if found[0].shape != found[1].shape or not np.allclose(*found, atol=1e-6):
            return False
        outputs += 1
    return outputs > 0

for text, direct, handed in cases:
    try:
        found = handed()
    except (TypeError, ValueError, mx.MXNetError):
        print("refused", text, sep="\\t")
    else:
        equal = described(found) == described(direct()) or computes_the_same(text, found, direct())
        print("same" if equal else "other", text, described(found), described(direct()), sep="\\t")
"""


def examples() -> Iterator[tuple[str, str, str]]:
    """(class, its call in place, the call of the class handed around) for each layer with a simple example."""
    for entry in load_catalogue().entries():
        for example in entry.examples if entry.kind == "class" and entry.name.startswith("torch.nn.") else ():
            call = ast.parse(example).body[0]
            if not isinstance(call, ast.Expr) or not isinstance(call.value, ast.Call):
                continue
            name = ast.unparse(call.value.func)
            nested = any(isinstance(node, ast.Name) for argument in call.value.args for node in ast.walk(argument))
            nested = nested or any(keyword.arg == "weight" for keyword in call.value.keywords)
            if name in {entry.name, entry.name.removeprefix("torch.")} and not nested:
                arguments = ast.unparse(call.value)[len(name) :]
                yield entry.name, example, f"same({name}){arguments}"


@pytest.mark.parametrize("target", ["nd", "np"])
def test_it_builds_the_same_layer(target: Target, tmp_path: Path) -> None:
    lines = [*HEAD, "cases = []"]
    expected: list[str] = []
    for name, direct, handed in examples():
        single = "\n".join([*HEAD, f"layer = {direct}", f"other = {handed}", ""])
        conversion = convert(Document(single), load_catalogue(), target)
        if not conversion.remaining:
            lines.append(f"cases.append(({direct!r}, lambda: {direct}, lambda: {handed}))")
            expected.append(name)
    assert len(expected) > 100
    conversion = convert(Document("\n".join([*lines, ""])), load_catalogue(), target)
    assert not conversion.remaining, conversion.remaining[0].message
    program = tmp_path / "layers.py"
    array = {"nd": "mx.nd.array", "np": "mx.np.array"}[target]
    program.write_text(f"{conversion.text}\nARRAY = lambda values: {array}(values, dtype=values.dtype)\n{END}")
    command = [sys.executable, "-m", "gluonize", "run", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(found) == len(expected)
    assert not [line for line in found if line[0] == "other"]
    refused = [line[1] for line in found if line[0] == "refused"]
    own = tuple(f"nn.{name}" for name in OWN_FORM)
    assert {call.partition("(")[0] for call in refused if not call.startswith(own)} == set()
