"""The files of a PyTorch program: what it loads, MXNet's side is given, because it cannot read it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from .patches import Patches
from .recorder import Recorder
from .torch_modules import Modules, read
from .view import View


def hook_files(patches: Patches, view: View, modules: Modules) -> Mapping[str, Any]:
    """Keep what `torch.load` gives, let `torch.save` leave the user's files alone, and what is downloaded stay."""

    def load(original: Any) -> Any:
        def wrapper(f: Any, *args: Any, **kwargs: Any) -> Any:
            known = view.known(f)
            held = original(f, *args, **kwargs)
            if known is not None:
                _keep(modules.recorder, known, held)
            return held

        return wrapper

    def save(original: Any) -> Any:
        def wrapper(obj: Any, f: Any, *args: Any, **kwargs: Any) -> Any:
            view.writing(f)
            return original(obj, f, *args, **kwargs)

        return wrapper

    def download(original: Any) -> Any:
        def wrapper(url: str, root: Any, filename: Any = None, *args: Any, **kwargs: Any) -> Any:
            result = original(url, root, filename, *args, **kwargs)
            view.release(Path(root) / (filename or Path(url).name))
            return result

        return wrapper

    patches.wrap(torch, "load", load)
    patches.wrap(torch, "save", save)
    data = sys.modules.get("torchvision.datasets.utils")
    if data is not None:
        patches.wrap(data, "download_url", download)
    return {}


def _keep(recorder: Recorder, known: list[Any], held: Any) -> None:
    """Keep the content of a file that holds nothing but data."""
    try:
        content = _packed(held, recorder)
    except TypeError:
        return
    recorder.loads.append({"file": known, "content": content})


def _packed(value: Any, recorder: Recorder) -> Any:
    """`value` in the types of JSON, with the names of arrays, as conversions describe what they save."""
    if isinstance(value, torch.Tensor):
        array = read(value)
        if array is None:
            raise TypeError("numpy has no such array")
        return {"array": recorder.keep(array)}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {"dict": [[_packed(key, recorder), _packed(item, recorder)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [_packed(item, recorder) for item in value]}
    raise TypeError(f"a {type(value).__name__} is no data")
