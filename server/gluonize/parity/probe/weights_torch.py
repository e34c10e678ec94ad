"""The PyTorch side of converting a checkpoint: the network, filled with it, its arrays and its outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .checkpoint import CheckpointError, fill, read_state
from .torch_modules import read
from .weights_input import draw
from .weights_result import build, write


def run(request_file: str) -> None:
    """Write `state.npz` (the arrays by name), `outputs.npz` and `torch.json` beside the request."""
    folder = Path(request_file).parent
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    try:
        state = read_state(request["checkpoint"], request["key"])
        module = build(request, request["program"], torch.nn.Module)
        fresh = {name: read(buffer) for name, buffer in module.named_buffers()}
        fill(module, state)
        arrays = {name: read(value) for name, value in module.state_dict().items()}
        changed = [name for name, value in fresh.items() if name in arrays and not _same(value, arrays[name])]
        np.savez(folder / "state.npz", **arrays)
        np.savez(folder / "outputs.npz", **_outputs(module, request["inputs"]))
    except CheckpointError as error:
        write(folder / "torch.json", error=str(error))
        return
    buffers = {"all": list(fresh), "changed": changed}
    write(folder / "torch.json", names=list(arrays), buffers=buffers, versions={"torch": torch.__version__})


def _same(a: Any, b: Any) -> bool:
    return bool(a.shape == b.shape and np.array_equal(a, b, equal_nan=True))


def _outputs(module: Any, inputs: list[dict[str, str]]) -> dict[str, Any]:
    if not inputs:
        return {}
    module.eval()
    given = [torch.from_numpy(draw(item["shape"], item["dtype"], seed)) for seed, item in enumerate(inputs)]
    with torch.no_grad():
        result = module(*given)
    results = result if isinstance(result, (tuple, list)) else (result,)
    return {str(k): read(part) for k, part in enumerate(results) if isinstance(part, torch.Tensor)}
