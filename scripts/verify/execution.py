"""Runs one side of an example: values in, a plain tree out; with gradients where they are asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import numpy as np

from gluonize.catalogue import Target
from scripts.verify.conversion import RESULT, Program
from scripts.verify.frameworks import enter, is_mxnet_array, mx, mxnet_value, seed, torch, torch_value
from scripts.verify.inputs import Input, Spec
from scripts.verify.values import MismatchError, leaves

Values = Mapping[str, Any]
Weights = Mapping[str, tuple[np.ndarray, ...]]
"""The parameters of the models among the inputs, by the model's name, in order."""


@contextmanager
def quiet() -> Iterator[None]:
    """Without the warnings of either framework, which are about performance and deprecation."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def torch_values(given: Mapping[str, Input], values: Values) -> dict[str, Any]:
    """The inputs as PyTorch gets them."""
    return {name: torch_value(given[name], value) for name, value in values.items() if value is not None}


def mxnet_values(given: Mapping[str, Input], values: Values, target: Target) -> dict[str, Any]:
    """The inputs as MXNet gets them."""
    return {name: mxnet_value(given[name], value, target) for name, value in values.items() if value is not None}


def namespace(
    program: Program,
    inputs: Mapping[str, Any],
    weights: Weights,
    around: AbstractContextManager[Any] | None = None,
) -> dict[str, Any]:
    """The names that a program leaves behind, `result` among them: its value, or the input that it changed in place.

    The inputs' own code runs first; then the models that it builds get their `weights`; the example runs in `around`.
    """
    names = dict(inputs)
    exec(program.setup, names)
    for name, arrays in weights.items():
        give_weights(names[name], arrays)
    with around or nullcontext():
        exec(program.code, names)
    if program.mutated:
        names[RESULT] = names[program.mutated]
    return names


def run(program: Program, inputs: Mapping[str, Any], weights: Weights) -> Any:
    """The result of a program."""
    return namespace(program, inputs, weights)[RESULT]


def run_mxnet(program: Program, inputs: Mapping[str, Any], weights: Weights, target: Target) -> Any:
    """`run` under a target's array semantics."""
    enter(target)
    return run(program, inputs, weights)


def weights_of(program: Program, inputs: Mapping[str, Any]) -> Weights:
    """The weights of the models that the inputs' own code builds in PyTorch."""
    names = dict(inputs)
    seed(5)
    exec(program.setup, names)
    return {
        name: tuple(weight.detach().numpy().copy() for weight in value.parameters())
        for name, value in names.items()
        if isinstance(value, torch.nn.Module)
    }


def give_weights(model: Any, arrays: Sequence[np.ndarray]) -> None:
    """Set the trainable parameters of a model of either framework, in their order."""
    if isinstance(model, torch.nn.Module):
        for weight, array in zip(model.parameters(), arrays, strict=True):
            weight.data.copy_(torch.tensor(array))
        return
    parameters = [p for p in model.collect_params().values() if p.grad_req != "null"]
    if any(parameter._data is None and not parameter._deferred_init for parameter in parameters):
        model.initialize()
    if len(parameters) != len(arrays):
        raise MismatchError(f"{len(arrays)} parameters against {len(parameters)}")
    make = mx.np.array if mx.util.is_np_array() else mx.nd.array
    for parameter, array in zip(parameters, arrays, strict=True):
        parameter.set_data(make(array, dtype=array.dtype.name))


def float_inputs(given: Mapping[str, Input], values: Values) -> list[str]:
    """The inputs that gradients are taken with respect to."""
    return [
        name
        for name, value in given.items()
        if isinstance(value, Spec) and not value.numpy and values[name].dtype.kind == "f" and values[name].size
    ]


def torch_gradients(
    program: Program, inputs: Mapping[str, Any], weights: Weights, names: list[str]
) -> tuple[list[int], list[Any]]:
    """Which leaves of the result depend on the inputs, and the gradients of their weighted sum; empty where none do."""
    leaf_inputs = {name: inputs[name].clone().requires_grad_() for name in names}
    result = leaves(run(program, {**inputs, **leaf_inputs}, weights))
    places = [i for i, leaf in enumerate(result) if isinstance(leaf, torch.Tensor) and leaf.requires_grad]
    if not places:
        return [], []
    total = sum(
        (result[i] * torch.tensor(cotangent(i, tuple(result[i].shape)), dtype=result[i].dtype)).sum() for i in places
    )
    grads = torch.autograd.grad(total, list(leaf_inputs.values()), allow_unused=True)
    return places, [
        np.zeros(tuple(inputs[name].shape), inputs[name].numpy().dtype) if grad is None else grad.numpy()
        for name, grad in zip(names, grads, strict=True)
    ]


def mxnet_gradients(
    program: Program,
    inputs: Mapping[str, Any],
    weights: Weights,
    names: list[str],
    places: list[int],
    target: Target,
    *,
    gathered: bool = True,
) -> list[Any]:
    """The gradients of the same weighted sum as `torch_gradients` takes.

    With `gathered`, half of what two passes gather under grad_req='add', as networks and arrays do that add up.
    """
    enter(target)
    for name in names:
        inputs[name].attach_grad("add" if gathered else "write")
    for _ in range(2 if gathered else 1):
        result = leaves(namespace(program, inputs, weights, mx.autograd.record())[RESULT])
        with mx.autograd.record():
            total: Any = 0
            for i in places:
                if not is_mxnet_array(result[i]):
                    raise MismatchError(f"the gradient is cut: result {i} is a {type(result[i]).__name__}")
                total = total + (result[i] * mxnet_cotangent(result[i], i, target)).sum()
        total.backward()
    return [inputs[name].grad.asnumpy() / (2 if gathered else 1) for name in names]


def mxnet_cotangent(array: Any, place: int, target: Target) -> Any:
    """The weights of `cotangent` as an array beside `array`."""
    make = mx.nd.array if target == "nd" else mx.np.array
    return make(cotangent(place, array.shape), dtype=array.dtype)


def cotangent(place: int, shape: tuple[int, ...]) -> np.ndarray:
    """Fixed weights for the sum of result `place`; the same for () and (1,)."""
    size = int(np.prod(shape, dtype=int))
    return np.random.default_rng(1000 + place).uniform(0.5, 1.5, size).reshape(shape)
