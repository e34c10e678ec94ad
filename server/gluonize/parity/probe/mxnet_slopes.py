"""Statements that change the gradients themselves, as clipping does: judged on PyTorch's gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .mxnet_blocks import Blocks, read
from .mxnet_cuts import write
from .replay import Replay

Told = Callable[[int, str, Any, Any], None]


def judge_slopes(blocks: Blocks, replay: Replay, given: Mapping[str, str], told: Told, *, feed: bool) -> None:
    """Tell each parameter's root and name with PyTorch's gradient and its own, which is PyTorch's then if `feed`."""
    for (index, name), parameter in blocks.parameters():
        if f"{index} {name}" not in given or parameter._grad is None:
            continue
        theirs = replay.array(given[f"{index} {name}"])
        told(index, name, theirs, read(parameter.grad()))
        for own in parameter.list_grad() if feed else ():
            write(own, theirs)
