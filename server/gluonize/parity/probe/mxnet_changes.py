"""Statements that change weights, as loading does, or the gradients themselves, as clipping does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mxnet as mx

from .correspondence import pair
from .mxnet_blocks import Blocks, parameters_of, read
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


def judge_changes(
    blocks: Blocks,
    replay: Replay,
    given: Mapping[str, Mapping[str, str]],
    lookup: Callable[[str], Any],
    told: Callable[[str, str, Any, Any], None],
) -> None:
    """Tell the variable, the name, PyTorch's numbers and the own ones of each weight that a statement has changed.

    The variable is "" for the networks that have been called, whose names begin with the number of the root. In a
    network that has not, what MXNet has drawn itself is not compared.
    """
    for variable, state in given.items():
        for name, parameter in _changed(blocks, state, lookup(variable) if variable else None).items():
            if parameter._data is not None and not (variable and blocks.drawn.has(parameter)):
                told(variable, name, replay.array(state[name]), read(parameter.list_data()[0]))


def _changed(blocks: Blocks, state: Mapping[str, str], network: Any) -> dict[str, Any]:
    """The parameters that stand for the names of a state; of all called networks where none is given."""
    if network is None:
        own = {f"{index} {name}": parameter for (index, name), parameter in blocks.parameters()}
        return {name: own[name] for name in state if name in own}
    parameters = parameters_of(network) if isinstance(network, mx.gluon.Block) else {}
    names, _, _ = pair(state, parameters, blocks.replay.known)
    return {name: parameters[own] for name, own in names.items()}
