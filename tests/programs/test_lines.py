"""No false alarm: in a program that converts rightly, each line agrees on its own, forwards and backwards.

Some programs are judged, with one target each; all of them, with both, with `--every-program`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gluonize.catalogue import Target
from gluonize.parity import CompareOptions, compare
from gluonize.parity.session import close_all

from .test_programs import FOLDER, NOT_YET, PROGRAMS, converted

pytestmark = pytest.mark.parity

SAMPLE: tuple[tuple[str, Target], ...] = (
    ("actor_critic", "nd"),
    ("dcgan", "np"),
    ("gp", "nd"),
    ("gpt", "np"),
    ("gradient_accumulation", "nd"),
    ("lenet", "nd"),
    ("moving_average", "np"),
    ("resnet_block", "nd"),
    ("seq2seq_attention", "np"),
    ("word2vec", "nd"),
)
"""In-place changes, several optimizers, triangular matrices, residuals, batch normalisation, loops over time."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    every = [(path.stem, target) for path in PROGRAMS for target in ("nd", "np")]
    chosen = every if metafunc.config.getoption("--every-program") else SAMPLE
    cases = [
        pytest.param(name, target, id=f"{name}-{target}")
        for name, target in chosen
        if f"{name}-{target}" not in NOT_YET
    ]
    metafunc.parametrize(("name", "target"), cases)


@pytest.fixture(scope="module", autouse=True)
def _kernels() -> Iterator[None]:
    """One kernel per framework for all programs, in one thread, so that sums round alike on every machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        close_all()
        yield
        close_all()


def test_each_line_agrees_on_its_own(name: str, target: Target) -> None:
    path = FOLDER / f"{name}.py"
    conversion = converted(path, target)
    options = CompareOptions(target=target, device="cpu", lines=True, keep_warm=True)
    report = compare(path, conversion.text, options, lambda stage, share: None, edits=conversion.edits)
    assert [(line.line, line.what, line.max_abs) for line in report.lines if not line.agree] == []
    assert len(report.lines) > 5
    assert not [note for note in report.notes if "line by line" in note or "on its own" in note]
