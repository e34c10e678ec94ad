"""The files of an MXNet program: it reads what PyTorch has loaded in the place of files that are PyTorch's."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable, Mapping
from typing import Any

import mxnet as mx
import numpy as np

from .correspondence import pair
from .mxnet_blocks import Blocks, parameters_of
from .mxnet_double import widen
from .patches import Patches
from .replay import Replay
from .view import View


class _Content(dict[str, Any]):
    """What `np.load` would give of a file that a conversion has saved."""

    @property
    def files(self) -> list[str]:
        return list(self)


def hook_files(patches: Patches, view: View, blocks: Blocks) -> Mapping[str, Callable[[Any], Any]]:
    """Replace what files of PyTorch's hold; gives decorators for the functions that a conversion loads them with."""
    replay = blocks.replay
    loads = {tuple(load["file"]): load["content"] for load in replay.run["loads"]}

    def found(file: Any) -> Any:
        return loads.get(tuple(view.known(file) or ()))

    def load(original: Any) -> Any:
        def wrapper(file: Any, *args: Any, **kwargs: Any) -> Any:
            content = found(file)
            return original(file, *args, **kwargs) if content is None else _opened(content, replay)

        return wrapper

    def load_parameters(original: Any) -> Any:
        def wrapper(block: Any, filename: Any, *args: Any, **kwargs: Any) -> Any:
            content = found(filename)
            if content is None:
                return original(block, filename, *args, **kwargs)
            return _fill(block, _state(content, replay), blocks)

        return wrapper

    def save(original: Any) -> Any:
        def wrapper(name: Any, *args: Any) -> Any:
            view.writing(ctypes.cast(name, ctypes.c_char_p).value)
            return original(name, *args)

        return wrapper

    patches.wrap(np, "load", load)
    patches.wrap(mx.gluon.Block, "load_parameters", load_parameters)
    patches.wrap(mx.base._LIB, "MXNDArraySave", save)
    return {"load_state_dict": lambda original: _renaming(original, blocks), "load_optimizer_state": _refusing}


def _opened(content: Any, replay: Replay) -> _Content:
    """A content as the function `load` of a conversion reads it."""
    arrays: list[Any] = []
    kind = "np" if mx.util.is_np_array() else "nd"

    def described(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        ((form, inner),) = value.items()
        if form == "array":
            arrays.append(replay.array(inner))
            return {kind: len(arrays) - 1}
        if form == "dict":
            return {form: [[described(key), described(item)] for key, item in inner]}
        return {form: [described(item) for item in inner]}

    structure = json.dumps(described(content))
    return _Content({"structure": np.array(structure), **{str(number): array for number, array in enumerate(arrays)}})


def _state(content: Any, replay: Replay) -> dict[str, Any]:
    """The arrays by name that a file holds."""
    return {name: replay.array(item["array"]) for name, item in content["dict"] if isinstance(item, dict)}


def _fill(block: Any, state: Mapping[str, Any], blocks: Blocks) -> None:
    """Set the parameters of a block from a state_dict of PyTorch's."""
    parameters = parameters_of(block)
    names, _, left = pair(state, parameters, blocks.replay.known)
    if left:
        raise KeyError(f"the file has nothing for {', '.join(left)}")
    make = mx.np.array if mx.util.is_np_array() else mx.nd.array
    for name, own in names.items():
        array = make(state[name], dtype=state[name].dtype)
        parameters[own]._load_init(widen(array) if blocks.double else array, parameters[own]._ctx_list or mx.cpu())


def _renaming(original: Any, blocks: Blocks) -> Any:
    """The names of a state that is PyTorch's become those of the block."""

    def load_state_dict(block: Any, state: Any, *args: Any, **kwargs: Any) -> Any:
        names, _, _ = pair(state, parameters_of(block), blocks.replay.known)
        renamed = {names.get(name, name): array for name, array in state.items() if not name.endswith("_tracked")}
        return original(block, renamed, *args, **kwargs)

    return load_state_dict


def _refusing(original: Any) -> Any:
    def load_optimizer_state(trainer: Any, state: Any) -> Any:
        if "param_groups" in state:
            raise ValueError("the state of an optimizer in a file of PyTorch's cannot be given to a Trainer of MXNet")
        return original(trainer, state)

    return load_optimizer_state
