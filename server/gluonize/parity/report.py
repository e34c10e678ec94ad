"""The result of a comparison; JSON, HTML and Markdown are views of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from gluonize.catalogue import Target

SCHEMA = "gluonize-parity/1"

Verdict = Literal["agrees", "amplified rounding", "different", "undecided"]
LineVerdict = Literal["agrees", "drifts", "differs"]


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that both programs have, and how far apart they are; pairs are (PyTorch, MXNet).

    `agree` holds where the difference is within the tolerance, or where a float64 run shows that it is rounding:
    `agree_run` says the first, `agree_float64` the second (None without such a run).
    `max_abs` and the other figures are None where shapes differ or an infinite difference has no number.
    `precision` is the one that the tolerance is for (`exact` for whole numbers): the coarser of both sides'.
    `smallest_tolerance` is the factor on both tolerances with which it would just pass. `line` is that of the source.
    `max_abs_float64` is the difference in the float64 run, where there was one. `within` is the share of the numbers
    within the tolerance, None where a saved report was judged with other tolerances and does not tell.
    `frontier` are the pairs (|PyTorch's number|, error) of which one is the first to leave any given tolerances,
    `quantiles` those of the errors, and `histogram` counts them by powers of ten from 10^`lowest` up, and the zeros.
    """

    name: str
    kind: str
    agree: bool
    shapes: tuple[list[int], list[int]]
    dtypes: tuple[str, str]
    max_abs: float | None
    max_rel: float | None
    mean_abs: float | None
    worst_index: list[int] | None
    worst: list[Any] | None
    precision: str
    tolerance: dict[str, float]
    smallest_tolerance: float | None
    within: float | None
    cosine: float | None
    nan: tuple[int, int]
    inf: tuple[int, int]
    line: int | None
    note: str
    agree_run: bool = True
    agree_float64: bool | None = None
    max_abs_float64: float | None = None
    frontier: list[list[float]] | None = None
    quantiles: dict[str, float] | None = None
    histogram: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Epoch:
    """One pass over the training data: mean losses and wall seconds on both sides."""

    epoch: int
    batches: int
    torch: float
    mxnet: float
    difference: float
    torch_seconds: float
    mxnet_seconds: float
    difference_float64: float | None = None


@dataclass(frozen=True, slots=True)
class Losses:
    """The course of the training; `steps` are the losses at each backward()."""

    epochs: tuple[Epoch, ...] = ()
    torch_steps: tuple[float, ...] = ()
    mxnet_steps: tuple[float, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parting:
    """The first thing in the order of execution that is not the same on both sides."""

    what: str
    line: int | None
    line_converted: int | None
    step: int
    max_abs: float | None
    precision: str


@dataclass(frozen=True, slots=True)
class Cause:
    """A use of PyTorch at which the programs may have parted: its qualified name, its line, and what is to know."""

    name: str
    line: int
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a line makes in MXNet of the values that PyTorch's line had, and how that compares with PyTorch's result.

    `names` are the qualified names of the uses of PyTorch on it and of the classes that made what it calls, `what` is
    the part that is furthest from agreeing, or the first that differs. `max_abs`, `max_rel`, `within` (the smallest
    share of the numbers within the tolerance) and `tolerance` are those of the line on its own, over its first
    `executions`; `drift` is the largest difference of its results in whole runs, in which it gets what the lines before
    it have made.
    The verdict is "differs" where the line parts on its own, "drifts" where it only passes on what it is given.
    """

    line: int
    line_converted: int | None
    names: tuple[str, ...]
    what: str
    verdict: LineVerdict
    executions: int
    agree: bool
    max_abs: float | None
    max_rel: float | None
    within: float
    tolerance: dict[str, float]
    drift: float | None
    cause: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """What the verdict rests on beside the values.

    `problems` keep a comparison from proving anything, `doubts` only a disagreement. `second` says that there were
    second runs, `told` that these were in float64 and so tell rounding from error, and `failure` why they failed.
    `parting` is where the second runs part, whatever the verdict is.
    """

    problems: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    second: bool = False
    told: bool = False
    failure: str = ""
    parting: Parting | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What `compare` answers. `agree` is None when nothing is proven either way; `reason` is one sentence or two."""

    source: str
    name: str | None
    target: Target
    agree: bool | None
    verdict: Verdict
    reason: str
    precision: str
    values: tuple[Value, ...]
    losses: Losses
    parting: Parting | None
    only: tuple[dict[str, str], ...]
    skipped: tuple[dict[str, str], ...]
    notes: tuple[str, ...]
    devices: dict[str, dict[str, str]]
    versions: dict[str, dict[str, str]]
    timing: dict[str, Any]
    printed: dict[str, str] = field(default_factory=dict)
    text: str = ""
    converted: str = ""
    basis: Basis = Basis()
    cause: tuple[Cause, ...] = ()
    lines: tuple[Line, ...] = ()
    not_judged: tuple[dict[str, Any], ...] = ()

    @property
    def diverges_at(self) -> int | None:
        """The line of the source where the two runs part, None where they do not or where it is not known.

        Where single lines were judged, it is the first that differs on its own.
        """
        return self.parting.line if self.parting is not None else None

    def to_json(self) -> dict[str, Any]:
        """The report as JSON data; its layout is versioned by `schema`."""
        return {
            "schema": SCHEMA,
            "source": self.source,
            "name": self.name,
            "target": self.target,
            "agree": self.agree,
            "verdict": self.verdict,
            "reason": self.reason,
            "precision": self.precision,
            "diverges_at": self.diverges_at,
            "parting": asdict(self.parting) if self.parting is not None else None,
            "cause": [asdict(cause) for cause in self.cause],
            "lines": [asdict(line) for line in self.lines],
            "not_judged": list(self.not_judged),
            "values": [asdict(value) for value in self.values],
            "losses": {
                "epochs": [asdict(epoch) for epoch in self.losses.epochs],
                "steps": {"torch": list(self.losses.torch_steps), "mxnet": list(self.losses.mxnet_steps)},
                "note": self.losses.note,
            },
            "only": list(self.only),
            "skipped": list(self.skipped),
            "notes": list(self.notes),
            "devices": self.devices,
            "versions": self.versions,
            "timing": self.timing,
            "printed": self.printed,
            "text": self.text,
            "converted": self.converted,
            "basis": asdict(self.basis),
        }
