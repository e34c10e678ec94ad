"""PyTorch's own sources as input: the result compiles, nothing is touched without need, a second time changes nothing.

Some of the files; `--every-file` takes all of them, in some minutes. `python -m scripts.reconvert` takes any others.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from scripts.reconvert import problem

from gluonize.analysis import Document
from gluonize.catalogue import TARGETS, Target, load_catalogue
from gluonize.rewriter import convert

_STEP = 16
_ONCE_DIFFERENT = """
_decomp/decompositions.py _dynamo/repro/aoti.py _functorch/_aot_autograd/runtime_wrappers.py
_functorch/eager_transforms.py _inductor/decomposition.py _inductor/kernel/flex/common.py
_lobpcg.py _native/ops/foreach_mm/nvmath_impl.py
_refs/linalg/__init__.py ao/pruning/sparsifier/utils.py ao/quantization/fx/utils.py distributed/_local_tensor/_c10d.py
distributed/fsdp/_optim_utils.py fx/experimental/meta_tracer.py distributions/constraints.py
distributions/dirichlet.py masked/maskedtensor/_ops_refs.py nested/__init__.py
nested/_internal/sdpa.py nn/attention/flex_attention.py nn/modules/_functions.py
nn/modules/activation.py nn/modules/batchnorm.py nn/modules/conv.py nn/modules/linear.py nn/modules/sparse.py
storage.py testing/_comparison.py testing/_internal/autograd_function_db.py
testing/_internal/distributed/_tensor/common_dtensor.py testing/_internal/distributed/distributed_test.py
testing/_internal/distributed/ddp_under_dist_autograd_test.py
""".split()
"""Files whose conversion a second conversion changed at some time."""

_STILL_DIFFERENT = {
    "_inductor/graph.py": "what a dictionary holds is better known when its annotation has become one of arrays",
    "torch/nn/functional.py": "a number that may be a tensor is a tensor first, and unknown when it has been converted",
    "sparse/_triton_ops.py": "a variable is known to be sparse only as long as PyTorch makes it",
}
"""Files that a second conversion still changes, and why: converting a variable's value took its type away."""


def _torch_files() -> list[Path]:
    spec = find_spec("torch")
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    return sorted(path for folder in folders for path in Path(folder).rglob("*.py"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every file with both targets, or every so many files with one of them and those that once failed with both."""
    if "torch_file" not in metafunc.fixturenames:
        return
    asked: list[tuple[Path, Target]] = []
    offenders = (*_ONCE_DIFFERENT, *_STILL_DIFFERENT)
    for place, path in enumerate(_torch_files()):
        every = metafunc.config.getoption("--every-file") or path.as_posix().endswith(offenders)
        asked += [(path, target) for k, target in enumerate(TARGETS) if every or (place + k * _STEP // 2) % _STEP == 0]
    metafunc.parametrize(
        ("torch_file", "target"), asked, ids=["/".join((*path.parts[-3:], target)) for path, target in asked]
    )


def test_a_file_of_pytorch(torch_file: Path, target: Target) -> None:
    known = next((why for name, why in _STILL_DIFFERENT.items() if torch_file.as_posix().endswith(name)), "")
    found = problem(torch_file.read_text(encoding="utf-8"), target)
    assert bool(found) == bool(known), found or f"it converts to itself now: it was said that {known}"


def _standard_files() -> list[Path]:
    import json
    import pathlib

    names = [json.__file__, pathlib.__file__, sys.modules["warnings"].__file__]
    return [Path(name) for name in names if name is not None]


@pytest.mark.parametrize("path", _standard_files(), ids=lambda path: path.name)
def test_a_file_without_pytorch_stays(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert convert(Document(text), load_catalogue(), "nd").text == text
