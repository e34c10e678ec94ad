"""What a PyTorch checkpoint holds, read without running anything of it, and which network it fits."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import torch

_KEYS = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights", "params")
_PREFIXES = ("module.", "_orig_mod.")
"""What wrappers put in front of all names: DataParallel, compile()."""


class CheckpointError(Exception):
    """A checkpoint cannot be used; the message says what to do."""


def read_state(path: str, key: str | None) -> dict[str, Any]:
    """The tensors by name that a file holds, under `key` (dots go deeper), or where they usually are."""
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        if "weights_only" not in str(error) and "WeightsUnpickler" not in str(error):
            raise CheckpointError("it is no file that torch.save() wrote") from error
        raise CheckpointError(
            "it holds more than tensors, and reading that would run code from the file: save "
            "net.state_dict() alone with PyTorch, where you trust the file"
        ) from error
    except (RuntimeError, EOFError, OSError) as error:
        raise CheckpointError(f"PyTorch cannot read it: {str(error).splitlines()[0]}") from error
    state = _under(loaded, key) if key is not None else _found(loaded)
    for prefix in _PREFIXES:
        if state and all(name.startswith(prefix) for name in state):
            state = {name[len(prefix) :]: value for name, value in state.items()}
    return state


def _is_state(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(isinstance(v, torch.Tensor) for v in value.values())


def _under(value: Any, key: str) -> dict[str, Any]:
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            there = ", ".join(map(str, value)) if isinstance(value, Mapping) else type(value).__name__
            raise CheckpointError(f"it has no '{key}': give --key one of {there}")
        value = value[part]
    if not _is_state(value):
        raise CheckpointError(f"what it has as '{key}' are not tensors by name")
    return dict(value)


def _found(value: Any) -> dict[str, Any]:
    if _is_state(value):
        return dict(value)
    if not isinstance(value, Mapping):
        raise CheckpointError("it does not hold tensors by name, as net.state_dict() gives them")
    usual = [key for key in _KEYS if _is_state(value.get(key))]
    if len(usual) != 1:
        raise CheckpointError(f"it is not clear where the weights are: give --key one of {', '.join(map(str, value))}")
    return dict(value[usual[0]])


def fill(module: Any, state: Mapping[str, Any]) -> None:
    """Give a network the tensors; all names and shapes have to fit."""
    try:
        module.load_state_dict(state)
    except RuntimeError as error:
        lines = [line.strip() for line in str(error).splitlines()[1:]]
        raise CheckpointError(f"it does not fit the network: {' '.join(lines)[:600]}") from error
