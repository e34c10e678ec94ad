"""What the analysis holds for members of MXNet's arrays is what they have."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gluonize.analysis import Document
from gluonize.analysis.arrays import MEMBERS, ONLY_ARRAYS

PROGRAM = """\
from gluonize.parity.probe import aliases
aliases.put_back()
import mxnet as mx
import torch
names = {name for kind in (mx.nd.NDArray, mx.np.ndarray) for name in dir(kind) if not name.startswith("_")}
print(*sorted(names))
print(*sorted(name for name in names if hasattr(torch.Tensor, name)))
"""


@pytest.mark.parity
def test_the_members_are_those_of_both_kinds_of_arrays() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=True)
    names, of_tensors = map(str.split, done.stdout.splitlines()[-2:])
    assert set(names) == MEMBERS
    assert MEMBERS >= ONLY_ARRAYS
    assert ONLY_ARRAYS.isdisjoint(of_tensors)


def test_what_only_tensors_have_is_pytorch_of_arrays_too() -> None:
    text = "import torch\n\ndef f(x: mx.nd.NDArray):\n    return x.imag, x.values(), x.sum(axis=0), x.asnumpy()\n"
    assert [use.name for use in Document(text).uses() if use.kind != "import"] == [
        "torch.Tensor.imag",
        "torch.Tensor.values",
    ]
