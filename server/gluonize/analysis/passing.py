"""Calls that hand on what they are given: wrappers give it back, a launcher calls it."""

from __future__ import annotations

from gluonize.analysis.model import Argument
from gluonize.analysis.state import State
from gluonize.analysis.types import INT, Type

_WRAPPERS = frozenset(
    {
        "torch.nn.DataParallel",
        "torch.nn.parallel.DistributedDataParallel",
        "torch.nn.SyncBatchNorm.convert_sync_batchnorm",
        "torch.compile",
        "torch.jit.script",
        "torch.jit.trace",
    }
)
"""Functions and classes that give what they are given back, as one that is used in the same way."""


def handed_on(
    state: State, name: str, arguments: tuple[Argument, ...], types: tuple[Type | None, ...], result: Type | None
) -> Type | None:
    """The type of a call of PyTorch's `name`, whose own `result` gives way to that of what it wraps."""
    if name == "torch.multiprocessing.spawn":
        _spawned(state, arguments, types)
    wraps = name in _WRAPPERS and arguments and arguments[0].keyword in {None, "module", "model"}
    return types[0] if wraps and types[0] is not None else result


def _spawned(state: State, arguments: tuple[Argument, ...], types: tuple[Type | None, ...]) -> None:
    """A function that processes run gets the number of its process, and what `args` holds."""
    given = {argument.keyword or str(k): kind for k, (argument, kind) in enumerate(zip(arguments, types, strict=True))}
    function, rest = given.get("fn", given.get("0")), given.get("args", given.get("1"))
    if function is None or function.kind != "func":
        return
    items = rest.items if rest is not None and rest.kind == "tuple" else ()
    for position, kind in enumerate((INT, *items)):
        state.write(("param", function.name, str(position)), kind)
