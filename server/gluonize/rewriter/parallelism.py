"""Which devices a file uses: several at once (DataParallel), several workers', or one that it sets as current."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from gluonize.analysis import Document

DEVICES = "torch.nn.DataParallel"
WORKERS = "torch.nn.parallel.DistributedDataParallel"
WRAPPERS = frozenset({DEVICES, WORKERS, "torch.nn.parallel.DataParallel"})

HELPERS = frozenset({"get_rank", "join_workers", "kvstore", "leave_workers"})
"""What every conversion that asks for the workers' store needs."""

_KEY = "parallelism"
_CHOOSING = frozenset({"torch.cuda.set_device", "torch.accelerator.set_device_index", "torch.xpu.set_device"})
_VALUE_CLIPPING = "torch.nn.utils.clip_grad_value_"


@dataclass(frozen=True, slots=True)
class Parallelism:
    """`hindrance` says why the file cannot train so in MXNet; "" when it can. `chosen`: it sets the current GPU."""

    devices: bool = False
    workers: bool = False
    chosen: bool = False
    hindrance: str = ""


def parallelism(document: Document) -> Parallelism:
    """What the constructions of a file say."""
    found: Counter[str] = Counter()
    for _, unit in document.units():
        kinds = unit.memo.get(_KEY)
        if not isinstance(kinds, tuple):
            called = (use for use in unit.uses if use.kind == "call" and use.receiver is None)
            kinds = unit.memo[_KEY] = tuple(kind for use in called if (kind := _kind(use.name)))
        found.update(kinds)
    if not found["devices"] and not found["workers"]:
        return Parallelism(chosen=found["chosen"] > 0)
    hindrance = "gradients are clipped by value before they are added up" if found["clipping"] else ""
    if found["workers"] and found["optimizer"] != 1:
        number = "several optimizers" if found["optimizer"] else "no optimizer"
        hindrance = f"the gradients are averaged by the trainer that steps, and this file makes {number}"
    return Parallelism(found["devices"] > 0, found["workers"] > 0, found["chosen"] > 0, hindrance)


def _kind(name: str) -> str:
    if name == WORKERS:
        return "workers"
    if name in WRAPPERS:
        return "devices"
    if name in _CHOOSING:
        return "chosen"
    if name == _VALUE_CLIPPING:
        return "clipping"
    package, _, short = name.rpartition(".")
    return "optimizer" if package == "torch.optim" and short[:1].isupper() else ""
