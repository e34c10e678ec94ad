"""The runs of one comparison: both programs in some precision, and each line on PyTorch's values."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gluonize.errors import KernelError
from gluonize.parity.kernels import Kernel
from gluonize.parity.lines import Examined
from gluonize.parity.live import Live, Progress, Watch
from gluonize.parity.options import CompareOptions, Side
from gluonize.parity.pairing import Pairing
from gluonize.parity.runs import Request, Run, hand_over, judged, perform
from gluonize.parity.tolerances import Tolerance, Tolerances
from gluonize.rewriter.model import Edit

_OWN_ROUNDING = 30.0  # times the rounding of PyTorch alone


@dataclass(frozen=True, slots=True)
class Pair:
    """Both runs in one precision, and how they compare."""

    ours: Run
    theirs: Run
    judged: dict[str, Any]

    @property
    def agrees(self) -> bool:
        return all(entry["agree"] for entry in self.judged["values"])


@dataclass(frozen=True, slots=True)
class Stage:
    """What the runs of one comparison have in common."""

    source: Path
    text: str
    converted: str
    edits: Sequence[Edit]
    beside: Mapping[Path, str]
    options: CompareOptions
    folder: Path
    kernels: dict[Side, Kernel]
    progress: Progress
    watch: Watch
    silent: bool
    pairing: Pairing = Pairing()

    def pair(self, precision: str, *, trace: bool, done: float, share: float) -> Pair:
        """Run both programs in `precision`; `done` and `share` place them in the progress."""
        live = Live(precision, self.progress, self.watch, share * 0.5)
        folder = self.folder / f"{precision}{'-traced' if trace else ''}"
        live.begin("torch", done)
        request = self._request("torch", precision, folder / "torch", trace=trace)
        ours = perform(request, self.kernels["torch"], self.options.limits, live.tick, live.told)
        live.end()
        hand_over(ours, self.kernels["torch"], self.kernels["mxnet"], live.tick)
        request = self._request("mxnet", precision, folder / "mxnet", trace=trace)
        request = replace(request, reference=ours.folder)
        found = self._judged(ours, request, live, done + share)
        early = found.theirs.data["early"]
        if early and (trace or not found.agrees):
            request = replace(request, folder=folder / "mxnet-early", early=early)
            found = self._judged(ours, request, live, done + share)
        return found

    def _judged(self, ours: Run, request: Request, live: Live, done: float) -> Pair:
        """Run the conversion, and compare it with PyTorch's run."""
        mxnet = self.kernels["mxnet"]
        live.begin("mxnet", done - live.share)
        theirs = perform(request, mxnet, self.options.limits, live.tick, live.told)
        live.end()
        tick = functools.partial(self.progress, "comparing", done)
        tick()
        tolerances = self._told(self.options.tolerances, self.options.double, request.precision)
        return Pair(ours, theirs, judged(ours, theirs, mxnet, tolerances, self.options.limits, tick))

    def examined(self, pair: Pair, precision: str) -> Examined | None:
        """Run the conversion once more, each line on what PyTorch's traced run had; None where that run fails."""
        fed = self._fed(pair, precision, "fed")
        return None if fed is None else Examined(self.pairing, pair.ours, pair.theirs, fed, precision)

    def weighed(self, pair: Pair) -> Examined | None:
        """The same in float32, where each line's rounding in either framework is measured by a run of it in float64."""
        single = self._fed(pair, "float32", "fed")
        if single is None:
            return None
        fed = self._fed(pair, "float64", "weighed", single) or single
        return Examined(self.pairing, pair.ours, pair.theirs, fed, "float32")

    def _fed(self, pair: Pair, precision: str, name: str, single: Run | None = None) -> Run | None:
        tick = functools.partial(self.progress, "judging each line on its own", 0.95)
        tick()
        request = self._request("mxnet", precision, pair.theirs.folder.parent / name, trace=True)
        tolerances = self._told(self.options.alone, self.options.alone.fresh["float64"], precision)
        early = pair.theirs.data["early"]
        request = replace(request, reference=pair.ours.folder, feed=True, early=early, tolerances=tolerances)
        request = replace(request, single=None if single is None else single.folder)
        with suppress(KernelError):
            return perform(request, self.kernels["mxnet"], self.options.limits, tick)
        return None

    def rounds(self, first: Pair, exact: Pair) -> bool:
        """Whether what parts in float32 may be rounding: that of PyTorch alone is not far less."""
        tick = functools.partial(self.progress, "comparing", 0.9)
        mxnet, options = self.kernels["mxnet"], self.options
        own = judged(first.ours, exact.ours, mxnet, options.tolerances, options.limits, tick)
        errors = {(entry["kind"], entry["key"]): entry["max_abs"] for entry in own["values"]}
        for entry in first.judged["values"]:
            error, rounding = entry["max_abs"], errors.get((entry["kind"], entry["key"]))
            if not entry["agree"] and (error is None or (rounding is not None and error > _OWN_ROUNDING * rounding)):
                return False
        return True

    def _request(self, side: Side, precision: str, folder: Path, *, trace: bool) -> Request:
        return Request(
            side=side,
            text=self.text if side == "torch" else self.converted,
            path=self.source,
            folder=folder,
            precision=precision,
            trace=trace,
            focus=self.options.focus,
            device=self.options.device,
            silent=self.silent,
            units=self.pairing.units if trace else (),
            tolerances=self._told(self.options.tolerances, self.options.double, precision),
            beside=self.beside if side == "mxnet" else {},
            arguments=self.options.arguments,
        )

    def _told(self, tolerances: Tolerances, exact: Tolerance, precision: str) -> Tolerances:
        """`tolerances`, or `exact` ones where a run in float64 tells rounding from error."""
        telling = precision == "float64" and self.options.precision != "float64"
        return tolerances.telling(exact) if telling else tolerances
