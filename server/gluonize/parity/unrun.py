"""The report of a comparison that could not be run: it has all the keys of one that was, and says why."""

from __future__ import annotations

from pathlib import Path

from gluonize.parity.options import SIDES, CompareOptions
from gluonize.parity.report import Losses, Report
from gluonize.parity.timing import no_timing


def not_run(source: Path, options: CompareOptions, reason: str, text: str = "", converted: str = "") -> Report:
    """Undecided, with the `reason`; the texts are those of both programs, as far as there are such."""
    return Report(
        source=str(source),
        name=options.title,
        target=options.target,
        agree=None,
        verdict="undecided",
        reason=reason,
        precision="float64" if options.precision == "float64" else "float32",
        values=(),
        losses=Losses(),
        parting=None,
        only=(),
        skipped=(),
        notes=(),
        devices={side: {"device": "none", "reason": "nothing was run", "name": ""} for side in SIDES},
        versions={side: {} for side in SIDES},
        timing=no_timing(),
        text=text,
        converted=converted,
    )
