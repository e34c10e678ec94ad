"""Layers and losses: equal weights on both sides, then outputs, gradients and buffers, in training and evaluation."""

from __future__ import annotations

import copy
import re
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gluonize.catalogue import Target, load_catalogue
from scripts.verify import execution
from scripts.verify.frameworks import enter, is_mxnet_array, mx, torch
from scripts.verify.inputs import Input, Spec, value_of
from scripts.verify.outcome import Comparison
from scripts.verify.sampling import resized
from scripts.verify.values import MismatchError, Rules, compare, leaves, plain
from scripts.verify.variations import Variation, varied_values, vary

if TYPE_CHECKING:
    from scripts.verify.case import Case
    from scripts.verify.outcome import Outcome

CANDIDATES = (
    ("logits", "labels"),
    ("logits", "targets"),
    ("x",),
    ("images",),
    ("signal",),
    ("volume",),
    ("sequence",),
    ("tokens",),
    ("x", "y"),
)


def verify_layer(case: Case, layer: Any, block: Any, given: dict[str, Input], outcome: Outcome) -> None:
    """Compare a layer with its block on `given` and on other batch sizes; raises MismatchError."""
    values = {name: value_of(name, spec) for name, spec in given.items()}
    prepare(block)
    with torch.no_grad():  # gives lazy layers their shapes
        layer.train(False)(*execution.torch_values(given, values).values())
    for training in (False, True):
        _verify_mode(case, layer, block, given, values, training, outcome)
    for variation in resized([spec for spec in given.values() if isinstance(spec, Spec)], empty=False):
        _verify_variation(case, layer, block, given, values, variation, outcome)
    if case.options.dtypes and "float64" not in case.options.dtypes:
        return
    wide = Variation(dtype="float64")
    layer, block = copy.deepcopy(layer).double(), block
    block.cast("float64")
    _verify_mode(case, layer, block, vary(given, wide), varied_values(given, wide, values), False, outcome)


def prepare(block: Any) -> None:
    """Initialise what the conversion left uninitialised."""
    if not isinstance(block, mx.gluon.Block):
        raise MismatchError(f"a {type(block).__name__} is no Gluon block")
    if any(parameter._data is None and not parameter._deferred_init for parameter in block.collect_params().values()):
        block.initialize()


def _verify_variation(
    case: Case,
    layer: Any,
    block: Any,
    given: dict[str, Input],
    values: Mapping[str, Any],
    variation: Variation,
    outcome: Outcome,
) -> None:
    """Another shape, where the layer accepts it."""
    try:
        varied, fresh = vary(given, variation), varied_values(given, variation, values)
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            copy.deepcopy(layer).train(False)(*execution.torch_values(varied, fresh).values())
    except Exception:
        return
    try:
        _verify_mode(case, layer, block, varied, fresh, False, outcome)
    except MismatchError as error:
        raise MismatchError(f"with {variation}: {error}") from None


def _verify_mode(
    case: Case,
    layer: Any,
    block: Any,
    given: Mapping[str, Input],
    values: Mapping[str, Any],
    training: bool,
    outcome: Outcome,
) -> None:
    layer = copy.deepcopy(layer).train(training)
    pairs = _move_state(case, layer, block, given, values)
    mode = "training" if training else "evaluation"
    try:
        _verify_outputs(case, layer, block, pairs, given, values, training, outcome)
    except MismatchError as error:
        raise MismatchError(f"{mode}: {error}") from None
    outcome.cases += 1


def _verify_outputs(
    case: Case,
    layer: Any,
    block: Any,
    pairs: dict[str, Any],
    given: Mapping[str, Input],
    values: Mapping[str, Any],
    training: bool,
    outcome: Outcome,
) -> None:
    enter(case.target)
    left, right = execution.torch_values(given, values), execution.mxnet_values(given, values, case.target)
    wanted = training or case.options.gradient != "training"
    names = execution.float_inputs(given, values) if case.options.gradient and wanted else []
    for name in names:
        left[name].requires_grad_()
        right[name].attach_grad()
    expected = layer(*(value.clone() if name in names else value for name, value in left.items()))
    if training and _noisy(layer, left, expected):
        return
    with mx.autograd.record(train_mode=training):
        found = block(*right.values())
        total = _weighted(leaves(expected), leaves(found), case.target)
    compare(plain(expected), plain(found), case.rules, outcome.seen)
    if total is None:
        outcome.saw_gradient("not-differentiable")
    elif case.options.gradient and wanted:
        total.backward(train_mode=training)
        _torch_backward(leaves(expected))
        due = {name: left[name].grad for name in names}
        due |= {name: weight.grad for name, weight in layer.named_parameters() if name in pairs}
        found = {name: right[name].grad for name in names}
        found |= {name: pair.grad() for name, pair in pairs.items() if pair.grad_req != "null"}
        _compare_gradients(case, due, found, training, outcome)
    if training:
        _compare_buffers(case, layer, pairs, outcome)
        if total is not None and case.options.gradient:
            _verify_gathering(case, block, pairs, list(right.values()), leaves(expected))


def _verify_gathering(
    case: Case, block: Any, pairs: Mapping[str, Any], inputs: Sequence[Any], expected: Sequence[Any]
) -> None:
    """Under grad_req='add' a second pass doubles the gradients of the weights."""
    trained = {name: pair for name, pair in pairs.items() if pair.grad_req != "null"}
    single = {name: pair.grad().asnumpy() for name, pair in trained.items()}
    for pair in trained.values():
        pair.grad_req = "add"
    for _ in range(2):
        with mx.autograd.record():
            total = _weighted(expected, leaves(block(*inputs)), case.target)
        total.backward()
    gathered = {name: pair.grad().asnumpy() / 2 for name, pair in trained.items()}
    for name, pair in trained.items():
        pair.grad_req = "write"
        compare(
            single[name], gathered[name], Rules(case.entry.tolerance), Comparison(), f"gradient of {name} added up: "
        )


def _noisy(layer: Any, inputs: Mapping[str, Any], expected: Any) -> bool:
    """Whether the layer draws random numbers in training."""
    if not any("Dropout" in type(part).__name__ or getattr(part, "dropout", 0) for part in layer.modules()):
        return False
    with torch.no_grad():
        again = layer(*inputs.values())
    return any(
        not torch.equal(a, b)
        for a, b in zip(leaves(expected), leaves(again), strict=True)
        if isinstance(a, torch.Tensor)
    )


def _weighted(expected: Sequence[Any], found: Sequence[Any], target: Target) -> Any:
    """The weighted sum of MXNet's results at the places that are differentiable in PyTorch, or None."""
    total = None
    for place, (one, two) in enumerate(zip(expected, found, strict=False)):
        if isinstance(one, torch.Tensor) and one.requires_grad and is_mxnet_array(two):
            term = (two * execution.mxnet_cotangent(two, place, target)).sum()
            total = term if total is None else total + term
    return total


def _torch_backward(expected: Sequence[Any]) -> None:
    terms = [
        (one * torch.tensor(execution.cotangent(place, tuple(one.shape)), dtype=one.dtype)).sum()
        for place, one in enumerate(expected)
        if isinstance(one, torch.Tensor) and one.requires_grad
    ]
    torch.stack(terms).sum().backward()


def _compare_gradients(
    case: Case, wanted: Mapping[str, Any], found: Mapping[str, Any], training: bool, outcome: Outcome
) -> None:
    """Gradients by name. Those of evaluation mode may differ: oneDNN's pooling has none, which is recorded."""
    for name, gradient in wanted.items():
        mine = found[name].asnumpy()
        expected = np.zeros(mine.shape, mine.dtype) if gradient is None else gradient.numpy()
        try:
            compare(expected, mine, Rules(case.entry.tolerance, True), outcome.seen, f"gradient of {name}: ")
        except MismatchError as error:
            if training:
                raise
            outcome.reject(case.target, "gradients in evaluation mode", case.example, str(error))
            return
    outcome.saw_gradient("checked")


def _compare_buffers(case: Case, layer: Any, pairs: dict[str, Any], outcome: Outcome) -> None:
    mx.nd.waitall()
    for name, buffer in layer.named_buffers():
        if name not in pairs:
            continue
        try:
            compare(
                buffer.numpy(),
                pairs[name].data().asnumpy(),
                Rules(case.entry.tolerance, True),
                outcome.seen,
                f"{name} afterwards: ",
            )
        except MismatchError as error:
            if name.rpartition(".")[2] not in case.options.differs:
                raise
            outcome.reject(case.target, f"{name} after training", case.example, str(error))


def _move_state(
    case: Case, layer: Any, block: Any, given: Mapping[str, Input], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Copy the layer's parameters and buffers into the block; gives the block's parameter of each torch name."""
    enter(case.target)
    parameters = block._collect_params_with_prefix()
    if any(parameter._data is None for parameter in parameters.values()):
        block(*execution.mxnet_values(given, values, case.target).values())
    pairs: dict[str, Any] = {}
    for name, value in layer.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        mine = _block_name(case, layer, name)
        if mine is None:
            raise MismatchError(f"'state' does not say where {name} goes")
        if mine not in parameters:
            raise MismatchError(
                f"'state' sends {name} to {mine}; the block has {', '.join(parameters) or 'no parameters'}"
            )
        if tuple(parameters[mine].shape) != tuple(value.shape):
            raise MismatchError(f"{name} has shape {tuple(value.shape)}, {mine} has {tuple(parameters[mine].shape)}")
        make = mx.nd.array if case.target == "nd" else mx.np.array
        parameters[mine].set_data(make(value.numpy(), dtype=value.numpy().dtype.name))
        pairs[name] = parameters[mine]
    spare = [n for n, p in parameters.items() if p.grad_req != "null" and not any(p is q for q in pairs.values())]
    if spare:
        raise MismatchError(f"the block has parameters that torch lacks: {', '.join(spare)}")
    return pairs


def _block_name(case: Case, layer: Any, name: str) -> str | None:
    """Where `state` sends a dotted name: the entry's own line, or that of the entry of the inner layer it lies in."""
    own = _translate(dict(case.entry.state), name)
    if own is not None:
        return own
    path, _, last = name.rpartition(".")
    if not path:
        return None
    inner = layer.get_submodule(path)
    for entry in load_catalogue().lookup(f"torch.nn.{type(inner).__name__}"):
        found = _translate(dict(entry.state), last)
        if found is not None:
            return f"{path}.{found}"
    return None


def _translate(state: Mapping[str, str], name: str) -> str | None:
    """`name` by a line of `state`; `{k}` in a line stands for a number, the same on both sides."""
    if name in state:
        return state[name]
    for pattern, replacement in state.items():
        if "{" not in pattern:
            continue
        expression = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\d+)", re.escape(pattern))
        match = re.fullmatch(expression, name)
        if match:
            return replacement.format(**match.groupdict())
    return None
