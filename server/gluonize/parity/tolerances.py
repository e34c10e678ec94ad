"""How far apart numbers may be, by the precision that they were calculated in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EXACT = "exact"
"""The precision of whole numbers, which must be the same."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Two numbers agree when `|a - b| <= absolute + relative * |a|`, a being PyTorch's."""

    relative: float
    absolute: float

    def changed(self, relative: float | None, absolute: float | None) -> Tolerance:
        """The tolerance with those of its parts replaced that are given."""
        return Tolerance(
            self.relative if relative is None else relative, self.absolute if absolute is None else absolute
        )


_FRESH = {
    "float64": Tolerance(1e-7, 1e-7),
    "float32": Tolerance(1.3e-6, 1e-5),
    "tf32": Tolerance(1e-3, 1e-3),
    "float16": Tolerance(1e-3, 1e-5),
    "bfloat16": Tolerance(1.6e-2, 1e-5),
}
"""torch.testing.assert_close's; TF32, which it does not know, keeps as many bits as float16 and adds up in float32."""

_TRAINED = {
    "float64": Tolerance(1e-7, 1e-7),
    "float32": Tolerance(1e-4, 1e-4),
    "tf32": Tolerance(1e-2, 1e-2),
    "float16": Tolerance(1e-2, 1e-3),
    "bfloat16": Tolerance(5e-2, 5e-3),
}
"""Rounding of the steps that lie before adds up."""

PRECISION_NAMES = tuple(_FRESH)
"""From the finest to the coarsest. A complex number counts as its parts do."""

ALL = "all"
Changes = Mapping[str, float]
"""New numbers by precision; that of `ALL` holds where none is given for the precision itself."""


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The tolerances of a run by precision.

    `fresh` holds values from before the first optimizer step, `trained` what training has changed since.
    """

    fresh: Mapping[str, Tolerance] = field(default_factory=lambda: _FRESH)
    trained: Mapping[str, Tolerance] = field(default_factory=lambda: _TRAINED)

    def changed(self, relative: Changes, absolute: Changes) -> Tolerances:
        return Tolerances(_changed(self.fresh, relative, absolute), _changed(self.trained, relative, absolute))

    def telling(self, exact: Tolerance) -> Tolerances:
        """Those of a float64 run that tells rounding from error: `exact`, but for what stays in half precision."""
        full = dict.fromkeys(("float64", "float32", "tf32"), exact)
        return Tolerances({**self.fresh, **full}, {**self.trained, **full})

    def to_json(self) -> dict[str, dict[str, list[float]]]:
        """[relative, absolute] by precision, under `fresh` and `trained`."""
        return {
            age: {name: [tolerance.relative, tolerance.absolute] for name, tolerance in table.items()}
            for age, table in (("fresh", self.fresh), ("trained", self.trained))
        }


_ALONE = {**_FRESH, "float64": Tolerance(1e-6, 1e-7), "float32": Tolerance(1e-4, 1e-5)}
ALONE = Tolerances(_ALONE, _ALONE)
"""For what a single line makes of equal values; MXNet keeps the settings of its operators in float32."""


def given(changes: Changes, precision: str) -> float | None:
    """The new number for values of `precision`, None where there is none."""
    return changes.get(precision, changes.get(ALL))


def _changed(table: Mapping[str, Tolerance], relative: Changes, absolute: Changes) -> dict[str, Tolerance]:
    return {name: old.changed(given(relative, name), given(absolute, name)) for name, old in table.items()}
