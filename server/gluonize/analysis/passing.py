"""Calls that hand on what they are given: wrappers give it back; a launcher, hooks and closures call it."""

from __future__ import annotations

from gluonize.analysis.model import Argument
from gluonize.analysis.state import State
from gluonize.analysis.types import INT, TENSOR, Type, obj

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
_MODULE = obj("torch.nn.Module")
_INPUTS = Type("tuple", items=(TENSOR,))
_CALLED_WITH: dict[str, tuple[Type, ...]] = {
    "torch.nn.Module.apply": (_MODULE,),
    "torch.nn.Module.register_forward_hook": (_MODULE, _INPUTS, TENSOR),
    "torch.nn.Module.register_forward_pre_hook": (_MODULE, _INPUTS),
}


def called_back(state: State, method: str, types: tuple[Type | None, ...]) -> Type | None:
    """Notes what a method calls the file's function with; the type of what it gives where that is the function's."""
    function = types[0] if types else None
    if function is None or function.kind != "func":
        return None
    for position, kind in enumerate(_CALLED_WITH.get(method, ())):
        state.write(("param", function.name, str(position)), kind)
    return state.read(("return", function.name)) if method == "torch.optim.Optimizer.step" else None


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
