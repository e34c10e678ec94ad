"""Programs in the idioms of real code: each converts whole, runs on MXNet, and computes what it did on PyTorch.

Both runs start from equal weights and draw equal numbers. Outputs, losses, gradients, variables and the weights after
the optimizer's steps must agree within `TOLERANCE`; no second run in float64 excuses a difference, but for the weights
in `ROUNDING`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import Target, load_catalogue
from gluonize.parity import CompareOptions, Report, Tolerance, Tolerances, compare
from gluonize.parity.session import close_all
from gluonize.parity.tolerances import ALL
from gluonize.rewriter import Conversion, convert

pytestmark = pytest.mark.parity

FOLDER = Path(__file__).parent
PROGRAMS = sorted(path for path in FOLDER.glob("*.py") if not path.stem.startswith(("_", "test_")))
TOLERANCE = Tolerance(relative=1e-4, absolute=1e-5)

NOT_YET: dict[str, str] = {}
"""Programs that do not convert yet, with the reason."""

ROUNDING: dict[str, frozenset[str]] = {
    "attention_encoder": frozenset({"model.layers.0.attention.k.bias", "model.layers.1.attention.k.bias"}),
    "called_by_name": frozenset({"model.attention.in_proj_bias"}),
    "gpt": frozenset({"model.h.0.attn.c_attn.bias", "model.h.1.attn.c_attn.bias"}),
    "seq2seq_attention": frozenset({"decoder.attention.Va.bias"}),
    "transformer_mt": frozenset(f"model.layers.{k}.{part}_attn.k.bias" for k in (0, 1) for part in ("self", "src")),
}
"""Weights that Adam moves by noise alone: a softmax does not see a constant added to all of its inputs.

The gradient of the keys' bias and of a bias of the scores is therefore zero, in floats a rounding error, and Adam
divides it by its own size. These weights have to agree in a run in float64 instead.
"""


WITHOUT_MODULES = frozenset({"gp", "hand_written_updates", "linear_regression"})
"""Programs that keep their weights in variables."""

FROZEN: dict[str, frozenset[str]] = {
    "frozen_statistics": frozenset(f"segmenter.backbone.{k}.bn.weight" for k in (0, 1)),
    "moving_average": frozenset({"model.0.weight", "model.0.bias"}),
}
"""Weights without a gradient."""

_PYTORCH = re.compile(r"\b(?:torch|torchvision)\b")


@pytest.fixture(scope="module", autouse=True)
def _kernels() -> Iterator[None]:
    """One kernel per framework for all programs, in one thread, so that sums round alike on every machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "OMP_NUM_THREADS", "1")
        close_all()
        yield
        close_all()


def _cases() -> Iterator[object]:
    for path in PROGRAMS:
        for target in ("nd", "np"):
            reason = NOT_YET.get(path.stem) or NOT_YET.get(f"{path.stem}-{target}")
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            yield pytest.param(path, target, id=f"{path.stem}-{target}", marks=marks)


def converted(path: Path, target: Target) -> Conversion:
    document = Document(path.read_text(encoding="utf-8"), path=str(path))
    return convert(document, load_catalogue(), target)


@pytest.mark.parametrize(("path", "target"), list(_cases()))
def test_the_conversion_computes_the_same(path: Path, target: Target) -> None:
    conversion = converted(path, target)
    assert not conversion.remaining, "\n".join(finding.message for finding in conversion.remaining)
    code = "\n".join(line for line in conversion.text.splitlines() if not line.lstrip().startswith("#"))
    assert not _PYTORCH.search(re.sub(r'"""(?:.|\n)*?"""', "", code))
    assert _converted_again(conversion.text, target) == conversion.text
    rounding = ROUNDING.get(path.stem, frozenset())
    options = CompareOptions(
        target=target,
        device="cpu",
        precision="auto" if rounding else "float32",
        tolerances=Tolerances().changed({ALL: TOLERANCE.relative}, {ALL: TOLERANCE.absolute}),
        keep_warm=True,
    )
    report = compare(path, conversion.text, options, lambda stage, share: None)
    _agrees(report, rounding, modules=path.stem not in WITHOUT_MODULES, frozen=FROZEN.get(path.stem, frozenset()))


def _converted_again(text: str, target: Target) -> str:
    return convert(Document(text), load_catalogue(), target).text


def _agrees(report: Report, rounding: frozenset[str], *, modules: bool, frozen: frozenset[str]) -> None:
    assert report.verdict != "undecided", report.reason
    parted = [value for value in report.values if not value.agree_run]
    wrong = [value for value in parted if value.name not in rounding or not value.agree_float64]
    assert not wrong, [(value.name, value.kind, value.max_abs, value.max_abs_float64, value.note) for value in wrong]
    ours, theirs = report.losses.torch_steps, report.losses.mxnet_steps
    assert len(ours) == len(theirs) >= 3
    assert ours == pytest.approx(theirs, rel=TOLERANCE.relative, abs=TOLERANCE.absolute)
    if modules:
        kinds = {value.kind for value in report.values}
        assert {"output", "gradient", "weight", "variable"} <= kinds, kinds
        _every_gradient_is_compared(report, frozen)


def _every_gradient_is_compared(report: Report, frozen: frozenset[str]) -> None:
    weights = {value.name for value in report.values if value.kind == "weight" and "running_" not in value.name}
    gradients = {
        value.name.removesuffix(".grad at the first step") for value in report.values if value.kind == "gradient"
    }
    trained = {name.partition(".")[0] for name in gradients}
    expected = {name for name in weights if name.partition(".")[0] in trained}
    assert expected
    assert gradients >= expected - frozen, expected - gradients
