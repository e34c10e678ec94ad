"""The names that NumPy has dropped and that MXNet 1.9.1 still looks up when it is imported."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

_TYPES: dict[str, Any] = {
    "bool": bool,
    "int": int,
    "float": float,
    "complex": complex,
    "object": object,
    "str": str,
    "unicode": str,
    "long": int,
    "float_": np.float64,
    "complex_": np.complex128,
    "NaN": np.nan,
    "NAN": np.nan,
    "Inf": np.inf,
    "Infinity": np.inf,
    "infty": np.inf,
    "PINF": np.inf,
    "NINF": -np.inf,
    "PZERO": 0.0,
    "NZERO": -0.0,
}
_RENAMED = {
    "product": "prod",
    "cumproduct": "cumprod",
    "sometrue": "any",
    "alltrue": "all",
    "row_stack": "vstack",
    "in1d": "isin",
    "trapz": "trapezoid",
    "round_": "round",
}
_LOOKED_UP = ("mirr", "npv", "pmt", "ppmt", "pv", "rate", "fv", "ipmt", "irr", "nper", "msort", "asfarray", "asscalar")


def put_back() -> None:
    """Define each dropped name that this NumPy lacks; a name that MXNet only looks up may be None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, value in _TYPES.items():
            _define(name, value)
        for name, now in _RENAMED.items():
            _define(name, getattr(np, now, None))
        for name in _LOOKED_UP:
            _define(name, None)


def _define(name: str, value: Any) -> None:
    if not hasattr(np, name):
        setattr(np, name, value)
