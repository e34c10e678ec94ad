"""Kernels that stay warm for all parity tests, and the digits that the programs read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gluonize.parity import CompareOptions, Report, compare
from gluonize.parity.digits import write_digits
from gluonize.parity.session import close_all
from gluonize.rewriter.model import Edit

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "programs"

Comparison = Callable[..., Report]


@pytest.fixture(scope="session", autouse=True)
def _kernels() -> Iterator[None]:
    """Kernels calculate in one thread, so that they round alike on every machine; they end with the session."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = "1"
    yield
    close_all()
    if before is None:
        del os.environ["OMP_NUM_THREADS"]
    else:
        os.environ["OMP_NUM_THREADS"] = before


@pytest.fixture(scope="session")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example program and the data that it reads."""
    folder = tmp_path_factory.mktemp("digits")
    write_digits(folder / "data")
    shutil.copy(ROOT / "examples" / "mnist_mlp.py", folder)
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Comparison:
    """Compare two texts, or a program of `programs/` with its conversion beside it, in warm kernels."""

    def comparison(
        torch_text: str,
        mxnet_text: str | None = None,
        *,
        file: Path | None = None,
        edits: Sequence[Edit] = (),
        **options: object,
    ) -> Report:
        if mxnet_text is None:
            name = torch_text
            torch_text = (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")
            mxnet_text = (PROGRAMS / f"{name}.mx.py").read_text(encoding="utf-8")
        path = file or tmp_path / "program.py"
        path.write_text(torch_text, encoding="utf-8")
        chosen = replace(CompareOptions(keep_warm=True, device="cpu"), **options)  # type: ignore[arg-type]
        return compare(path, mxnet_text, chosen, lambda stage, share: None, edits=edits)

    return comparison
