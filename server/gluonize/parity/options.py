"""What a comparison is told: devices, precision, interpreters, tolerances and limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Device = Literal["auto", "cpu", "gpu"]
Precision = Literal["auto", "float32", "float64"]
Side = Literal["torch", "mxnet"]

DEVICES: tuple[Device, ...] = ("auto", "cpu", "gpu")
PRECISIONS: tuple[Precision, ...] = ("auto", "float32", "float64")
SIDES: tuple[Side, Side] = ("torch", "mxnet")
TITLES: dict[str, str] = {"torch": "PyTorch", "mxnet": "MXNet"}


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Two numbers agree when `|a - b| <= absolute + relative * |b|`, b being PyTorch's."""

    relative: float
    absolute: float

    def changed(self, relative: float | None, absolute: float | None) -> Tolerance:
        """The tolerance with those of its parts replaced that are given."""
        return Tolerance(
            self.relative if relative is None else relative, self.absolute if absolute is None else absolute
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """What one program may use in its kernel.

    `seconds` is wall time per program, `memory` the resident MiB of the kernel and its workers, `output` the characters
    that it may print, `start` the seconds that a kernel may take to start and to import its framework.
    """

    seconds: float = 600.0
    memory: int = 8192
    output: int = 5_000_000
    start: float = 120.0


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """How to compare.

    `name` restricts the comparison to one function or class of the file (FILE::NAME). `precision` "auto" runs in
    float32 and, where that parts, once more in float64, which tells rounding from error. `fresh` holds the values from
    before the first optimizer step to torch.testing.assert_close's tolerances, `trained` what training has changed
    since, `double` all values of float64 runs. `torch_python` and `mxnet_python` are interpreters; None lets Gluonize
    choose. `keep_warm` leaves the kernels running for the next comparison of this process.
    """

    name: str | None = None
    target: Literal["nd", "np"] = "nd"
    device: Device = "auto"
    precision: Precision = "auto"
    torch_python: str | None = None
    mxnet_python: str | None = None
    fresh: Tolerance = Tolerance(1.3e-6, 1e-5)
    trained: Tolerance = Tolerance(1e-4, 1e-4)
    double: Tolerance = Tolerance(1e-7, 1e-7)
    limits: Limits = Limits()
    keep_warm: bool = False
