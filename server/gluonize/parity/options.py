"""What a comparison is told: devices, precision, interpreters, tolerances and limits."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gluonize.parity.focus import Focus
from gluonize.parity.tolerances import ALONE, Tolerance, Tolerances

if TYPE_CHECKING:
    from gluonize.parity.hosts.server import Server

Device = Literal["auto", "cpu", "gpu"]
Precision = Literal["auto", "float32", "float64"]
Side = Literal["torch", "mxnet"]
InputsFrom = Literal["auto", "captured", "examples"]

DEVICES: tuple[Device, ...] = ("auto", "cpu", "gpu")
PRECISIONS: tuple[Precision, ...] = ("auto", "float32", "float64")
SIDES: tuple[Side, Side] = ("torch", "mxnet")
TITLES: dict[str, str] = {"torch": "PyTorch", "mxnet": "MXNet"}


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

    `focus` restricts the comparison to a part of the program. `precision` "auto" runs in float32 and, where that parts,
    once more in float64, which tells rounding from error. `tolerances` judge the values of the first run, `double`
    those of the float64 run that tells, and `alone` what single lines make of PyTorch's values. `torch_python` and
    `mxnet_python` are interpreters; None lets Gluonize choose.
    With a Jupyter `server` the kernels run there, of the kernelspecs `torch_kernel` and `mxnet_kernel` (None is the
    server's default), and files that match the patterns `send` go with the program. `keep_warm` leaves the kernels
    running for the next comparison of this process. `lines` judges each line on its own even where all values agree.
    `arguments` are what the program finds in sys.argv behind its name.
    """

    focus: Focus | None = None
    target: Literal["nd", "np"] = "nd"
    device: Device = "auto"
    precision: Precision = "auto"
    torch_python: str | None = None
    mxnet_python: str | None = None
    server: Server | None = None
    torch_kernel: str | None = None
    mxnet_kernel: str | None = None
    send: tuple[str, ...] = ()
    tolerances: Tolerances = Tolerances()
    double: Tolerance = Tolerance(1e-7, 1e-7)
    alone: Tolerances = ALONE
    limits: Limits = Limits()
    keep_warm: bool = False
    lines: bool = False
    arguments: tuple[str, ...] = ()

    @property
    def title(self) -> str | None:
        """What is compared of the file; None for all of it."""
        return self.focus.title if self.focus is not None else None

    @property
    def remarks(self) -> list[str]:
        """What a report says of how the programs were run."""
        given = [f"Both programs were given the arguments {shlex.join(self.arguments)}."] if self.arguments else []
        return given + ([] if self.server is None else [f"Both programs ran on the Jupyter server {self.server.url}."])
