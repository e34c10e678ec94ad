"""The MXNet side of converting a checkpoint: the arrays go into the converted network, and are read back to check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mxnet as mx
import numpy as np

from .correspondence import pair
from .mxnet_blocks import parameters_of, read
from .weights_input import draw
from .weights_result import build, write


def run(request_file: str) -> None:
    """Write the parameters file that the request names, and what came of it as `mxnet.json`."""
    folder = Path(request_file).parent
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    state = dict(np.load(folder / "state.npz", allow_pickle=False))
    buffers = json.loads((folder / "torch.json").read_text(encoding="utf-8"))["buffers"]
    block = _initialized(request)
    names, lost, left = pair(state, parameters_of(block), request["known"])
    shared = {id(parameters_of(block)[own]) for own in names.values()}
    left = [name for name in left if id(parameters_of(block)[name]) not in shared]
    wrong = [name for name in lost if name not in buffers["all"] or name in buffers["changed"]]
    if wrong or left:
        write(folder / "mxnet.json", lost=wrong, left=left)
        return
    for name, own in names.items():
        _set(parameters_of(block)[own], state[name])
    block.save_parameters(request["out"])
    second = _initialized(request)
    second.load_parameters(request["out"])
    differing = [name for name, own in names.items() if not _holds(parameters_of(second)[own], state[name])]
    outputs = _outputs(second, request["inputs"])
    expected = dict(np.load(folder / "outputs.npz", allow_pickle=False))
    errors = [_error(expected[key], outputs.get(key)) for key in expected]
    kept = [name for name in lost if name in buffers["all"]]
    write(
        folder / "mxnet.json",
        names=names,
        differing=differing,
        kept=kept,
        errors=errors,
        versions={"mxnet": mx.__version__},
    )


def _initialized(request: dict[str, Any]) -> Any:
    block = build(request, request["converted"], mx.gluon.Block)
    if any(p._data is None and not p._deferred_init for p in block.collect_params().values()):
        block.initialize()
    return block


def _set(parameter: Any, array: Any) -> None:
    make = mx.np.array if mx.util.is_np_array() else mx.nd.array
    parameter.set_data(make(array, dtype=array.dtype))
    if parameter._data is None:
        parameter._finish_deferred_init()


def _holds(parameter: Any, array: Any) -> bool:
    return bool(np.array_equal(read(parameter.data()), array, equal_nan=True))


def _outputs(block: Any, inputs: list[dict[str, str]]) -> dict[str, Any]:
    if not inputs:
        return {}
    make = mx.np.array if mx.util.is_np_array() else mx.nd.array
    arrays = [draw(item["shape"], item["dtype"], seed) for seed, item in enumerate(inputs)]
    result = block(*(make(array, dtype=array.dtype) for array in arrays))
    results = result if isinstance(result, (tuple, list)) else (result,)
    return {str(k): read(part) for k, part in enumerate(results)}


def _error(expected: Any, found: Any) -> float | None:
    """The largest difference in units of the tolerance 1e-5 + 1e-4 * |expected|; None where the shapes differ."""
    if found is None or found.size != expected.size:
        return None
    found = found.reshape(expected.shape)
    return float(np.max(np.abs(found - expected) / (1e-5 + 1e-4 * np.abs(expected)), initial=0))
