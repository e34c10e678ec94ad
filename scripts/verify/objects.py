"""Examples that build an object: what it is decides how the two sides are compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.verify import execution, layers, training
from scripts.verify.frameworks import enter, mx, seed, torch
from scripts.verify.inputs import Input, parse_input, shared_inputs, value_of
from scripts.verify.values import MismatchError, compare, plain

if TYPE_CHECKING:
    from scripts.verify.case import Case
    from scripts.verify.outcome import Outcome

_SCHEDULERS = (torch.optim.lr_scheduler.LRScheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
_COLLECTIONS = (torch.utils.data.Dataset, torch.utils.data.DataLoader, torch.utils.data.Sampler)
_PLAIN = (
    torch.Tensor,
    torch.dtype,
    torch.device,
    torch.Size,
    str,
    bytes,
    bool,
    int,
    float,
    tuple,
    list,
    dict,
    np.ndarray,
)


def handles(value: Any) -> bool:
    """Whether a PyTorch result is an object that is compared by what it does."""
    if value is None or isinstance(value, _PLAIN):
        return False
    return callable(value) or isinstance(value, (torch.optim.Optimizer, *_SCHEDULERS, *_COLLECTIONS))


def verify_object(case: Case, values: Mapping[str, Any], outcome: Outcome) -> None:
    """Build the object on both sides and compare what it does; raises MismatchError."""
    seed(1)
    left = execution.namespace(case.left, execution.torch_values(case.given, values), case.weights)
    enter(case.target)
    right = execution.namespace(case.right, execution.mxnet_values(case.given, values, case.target), case.weights)
    built = left["result"]
    if case.options.compare == "runs":
        mx.nd.waitall()
    elif isinstance(built, torch.nn.Module):
        layers.verify_layer(case, built, right["result"], call_inputs(case, built), outcome)
    elif isinstance(built, torch.optim.Optimizer):
        training.verify_optimizer(case, left, right, outcome)
    elif isinstance(built, _SCHEDULERS):
        training.verify_scheduler(case, left, right, outcome)
    elif isinstance(built, _COLLECTIONS):
        compare(plain(_items(built)), plain(_items(right["result"])), case.rules, outcome.seen)
    elif case.options.call:
        given = call_inputs(case, built)
        fresh = {name: value_of(name, spec) for name, spec in given.items()}
        expected = built(*execution.torch_values(given, fresh).values())
        found = right["result"](*execution.mxnet_values(given, fresh, case.target).values())
        compare(plain(expected), plain(found), case.rules, outcome.seen)
    else:
        raise MismatchError(f"a {type(built).__name__} needs verify.call to say what it is called with")
    outcome.cases += 1


def _items(collection: Any) -> list[Any]:
    if isinstance(collection, torch.utils.data.IterableDataset) or not hasattr(collection, "__getitem__"):
        return list(collection)
    return [collection[k] for k in range(len(collection))]


def call_inputs(case: Case, built: Any) -> dict[str, Input]:
    """What the object is called with: the entry's `call`, or for a layer the first shared input that it accepts."""
    known = {**shared_inputs(), **{name: parse_input(text) for name, text in case.entry.inputs}}
    if case.options.call:
        return {
            text if text in known else f"call_{k}": known.get(text) or parse_input(text)
            for k, text in enumerate(case.options.call)
        }
    for names in layers.CANDIDATES:
        given = {name: known[name] for name in names}
        values = {name: value_of(name, spec) for name, spec in given.items()}
        try:
            with torch.no_grad():
                built(*execution.torch_values(given, values).values())
        except (RuntimeError, ValueError, TypeError, IndexError, AssertionError, NotImplementedError):
            continue
        return given
    raise MismatchError("no shared input fits: say in verify.call what it is called with")
