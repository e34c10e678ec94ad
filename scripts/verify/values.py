"""Results of both frameworks as plain trees, and the comparison of two such trees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import PIL.Image

from scripts.verify.frameworks import is_mxnet_array, mx, torch
from scripts.verify.outcome import Comparison

# The defaults of torch.testing.assert_close, by dtype: (relative, absolute).
TOLERANCES = {"float16": (1e-3, 1e-5), "float32": (1.3e-6, 1e-5), "float64": (1e-7, 1e-7)}


class MismatchError(AssertionError):
    """The two frameworks disagree; the message says where and how."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How strictly two results are compared. `forms`: shape () against (1,) and other dtypes of equal values pass."""

    tolerance: tuple[float, float] | None = None
    forms: bool = False
    values: bool = True


def plain(value: Any) -> Any:
    """A result as NumPy arrays, Python values, tuples and dicts, whichever framework it comes from."""
    if isinstance(value, torch.Tensor):
        detached = value.detach().resolve_conj().resolve_neg()
        return (detached if detached.layout is torch.strided else detached.to_dense()).cpu().numpy().copy()
    if is_mxnet_array(value):
        return value.asnumpy()
    if isinstance(value, mx.gluon.Parameter):
        return value.data().asnumpy()
    if isinstance(value, PIL.Image.Image):
        pixels = np.asarray(value)
        return pixels.reshape((*pixels.shape[:2], -1))
    if isinstance(value, torch.dtype):
        return f"dtype {str(value).removeprefix('torch.')}"
    if isinstance(value, np.dtype) or (isinstance(value, type) and issubclass(value, np.generic)):
        return f"dtype {np.dtype(value).name}"
    if isinstance(value, (torch.device, mx.Context)):
        return _device(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, torch.Size)):
        return tuple(plain(item) for item in value)
    if isinstance(value, Iterator):
        return tuple(plain(item) for item in value)
    return value


def _device(device: Any) -> str:
    kind = device.type if isinstance(device, torch.device) else device.device_type
    kind = {"cuda": "gpu"}.get(kind, kind)
    index = device.index if isinstance(device, torch.device) else device.device_id
    return f"device {kind}({index or 0})"


def compare(expected: Any, found: Any, rules: Rules, seen: Comparison, where: str = "") -> None:
    """Compare two plain trees, torch's first; raises MismatchError at the first difference."""
    if isinstance(expected, dict) and isinstance(found, dict):
        expected, found = tuple(expected.values()), tuple(found.values())
    if isinstance(expected, tuple):
        if not isinstance(found, (tuple, np.ndarray)) or len(found) != len(expected):
            raise MismatchError(f"{where}{len(expected)} values against {_describe(found)}")
        for position, pair in enumerate(zip(expected, found, strict=True)):
            compare(*pair, rules, seen, f"{where}[{position}] ")
        return
    if _numeric(expected) and _numeric(found):
        _compare_arrays(expected, found, rules, seen, where)
    elif isinstance(expected, str) and expected.startswith("dtype ") and isinstance(found, (str, type)):
        _equal(
            expected,
            f"dtype {np.dtype(str(found).removeprefix('dtype ') if isinstance(found, str) else found).name}",
            where,
        )
    elif not _opaque(expected) or not _opaque(found):
        _equal(expected, found, where)


def _equal(expected: Any, found: Any, where: str) -> None:
    if type(expected) is not type(found) or expected != found:
        raise MismatchError(f"{where}{_describe(expected)} against {_describe(found)}")


def _opaque(value: Any) -> bool:
    """Objects that only their behaviour can compare."""
    return value is not None and not isinstance(value, (str, bytes, bool, int, float, np.ndarray, tuple, dict))


def _numeric(value: Any) -> bool:
    return isinstance(value, (bool, int, float, np.ndarray, np.generic))


def _compare_arrays(expected: Any, found: Any, rules: Rules, seen: Comparison, where: str) -> None:
    _compare_form(expected, found, rules, seen, where)
    left, right = np.asarray(expected), np.asarray(found)
    seen.dtypes.add(left.dtype.name)
    if left.size != right.size:
        raise MismatchError(f"{where}shape {left.shape} against {right.shape}")
    if not rules.values or left.size == 0:
        return
    right = right.reshape(left.shape)
    rtol, atol = rules.tolerance or _tolerance(left, right, plain=isinstance(expected, float))
    if left.dtype.kind in "fc" or right.dtype.kind in "fc":
        left, right = left.astype(np.result_type(left, np.float64)), right.astype(np.result_type(right, np.float64))
        bad = ~np.isclose(right, left, rtol=rtol, atol=atol, equal_nan=True)
        _record(left, right, seen)
    else:
        bad = left != right
    if bad.any():
        worst = tuple(int(part) for part in np.argwhere(bad)[0])
        at = f" at {worst}" if worst else ""
        raise MismatchError(f"{where}{_number(left[worst])} against {_number(right[worst])}{at}")


def _compare_form(expected: Any, found: Any, rules: Rules, seen: Comparison, where: str) -> None:
    one, two = _form(expected), _form(found)
    if one == two:
        return
    difference = f"{_form_text(one)} against {_form_text(two)}" if one[1] != two[1] or one[2] != two[2] else ""
    if one[0] != two[0]:
        difference = difference or f"a {one[0]} against a {two[0]}"
    scalar_shapes = one[2] == two[2] or {one[2], two[2]} <= {(), (1,)}
    if not rules.forms or not scalar_shapes:
        raise MismatchError(f"{where}{difference}")
    seen.forms.add(difference)


def _form(value: Any) -> tuple[str, str, tuple[int, ...]]:
    if isinstance(value, np.ndarray):
        return "tensor", value.dtype.name, value.shape
    if isinstance(value, np.generic):
        return type(value.item()).__name__, type(value.item()).__name__, ()
    return type(value).__name__, type(value).__name__, ()


def _form_text(form: tuple[str, str, tuple[int, ...]]) -> str:
    return f"{form[1]}{form[2]}".replace(" ", "") if form[0] == "tensor" else form[0]


def _tolerance(left: np.ndarray, right: np.ndarray, *, plain: bool) -> tuple[float, float]:
    """By dtype, the wider one; Python's floats (`plain`) come out of float32 arrays."""
    if plain:
        return TOLERANCES["float32"]
    pairs = [TOLERANCES[a.dtype.name] for a in (left, right) if a.dtype.name in TOLERANCES]
    return max(pairs, default=TOLERANCES["float64"])


def _record(left: np.ndarray, right: np.ndarray, seen: Comparison) -> None:
    with np.errstate(all="ignore"):
        error = np.abs(left - right)
        relative = error / np.abs(left)
    finite = np.isfinite(error)
    seen.max_abs = max([seen.max_abs, *error[finite].ravel().tolist()])
    finite &= np.isfinite(relative)
    seen.max_rel = max([seen.max_rel, *relative[finite].ravel().tolist()])


def _number(value: Any) -> str:
    return f"{value:.7g}" if isinstance(value, (float, np.floating)) else str(value)


def _describe(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return _form_text(_form(value))
    if isinstance(value, (tuple, list)) and len(value) > 6:
        return f"{len(value)} values"
    return repr(value) if not _opaque(value) else type(value).__name__


def leaves(value: Any) -> Sequence[Any]:
    """The values of a result that are no containers, in order."""
    if isinstance(value, Mapping):
        return [leaf for item in value.values() for leaf in leaves(item)]
    if isinstance(value, (tuple, list)):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]
