"""The evidence files: what the verification found, one JSON file per chapter, the same text for the same findings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.verify.outcome import MAX_COUNTEREXAMPLES, Outcome

_PACKAGES = ("torch", "mxnet", "numpy")
_GRADIENTS = ("checked", "not-differentiable", "skipped")


def write_evidence(path: Path, names: Sequence[str], found: Mapping[str, Sequence[Outcome]]) -> None:
    """Write a chapter's evidence: `names` are its entries in order; those not in `found` keep what they had."""
    kept = json.loads(path.read_text(encoding="utf-8"))["entries"] if path.exists() else {}
    entries = {name: record(found[name]) if name in found else kept.get(name) for name in names}
    versions = {package: version(package).partition("+")[0] for package in _PACKAGES}
    data = {"versions": versions, "entries": {name: entry for name, entry in entries.items() if entry}}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def record(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """One entry's evidence from the outcomes of its overloads."""
    gradients = {outcome.gradient for outcome in outcomes}
    counterexamples = [text for outcome in outcomes for text in outcome.counterexamples.values()]
    return {
        "cases": sum(outcome.cases for outcome in outcomes),
        "passed": not any(outcome.failures for outcome in outcomes),
        "dtypes": sorted({dtype for outcome in outcomes for dtype in outcome.seen.dtypes}),
        "max_abs_error": _rounded(max(outcome.seen.max_abs for outcome in outcomes)),
        "max_rel_error": _rounded(max(outcome.seen.max_rel for outcome in outcomes)),
        "gradient": next(state for state in _GRADIENTS if state in gradients),
        "forms": sorted({form for outcome in outcomes for form in outcome.seen.forms}),
        "converted": [list(line) for outcome in outcomes for line in outcome.converted],
        "counterexamples": counterexamples[:MAX_COUNTEREXAMPLES],
    }


def _rounded(value: float) -> float:
    """One significant digit: enough to read, and the same on machines that round differently."""
    return float(f"{value:.0e}")
