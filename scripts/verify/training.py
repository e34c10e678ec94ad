"""Optimizers and schedulers: five steps on both sides from equal weights, compared after each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.verify.frameworks import mx, torch
from scripts.verify.values import MismatchError, Rules, compare

if TYPE_CHECKING:
    from scripts.verify.case import Case
    from scripts.verify.outcome import Outcome

STEPS = 5


def verify_optimizer(case: Case, left: Mapping[str, Any], right: Mapping[str, Any], outcome: Outcome) -> None:
    """Train the example's model for five steps; the weights must agree after each. Raises MismatchError."""
    model, block = _models(left, right)
    pairs = _pairs(model, block)
    for step, (inputs, wanted) in enumerate(_batches(model)):
        loss = _torch_step(model, left["result"], inputs, wanted)
        found = _mxnet_step(case, block, right["result"], inputs, wanted)
        compare(loss, found, Rules(case.entry.tolerance, True), outcome.seen, f"loss of step {step + 1}: ")
        for name, weight in model.named_parameters():
            where = f"{name} after step {step + 1}: "
            compare(
                weight.detach().numpy(),
                pairs[name].data().asnumpy(),
                Rules(case.entry.tolerance, True),
                outcome.seen,
                where,
            )
    outcome.saw_gradient("checked")


def verify_scheduler(case: Case, left: Mapping[str, Any], right: Mapping[str, Any], outcome: Outcome) -> None:
    """The learning rates of the next steps must agree. Raises MismatchError."""
    scheduler = left["result"]
    optimizer, trainer = scheduler.optimizer, _trainer(right)
    model, block = _models(left, right)
    plateau = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    for step, (inputs, wanted) in enumerate(_batches(model, steps=4 * STEPS)):
        rate = optimizer.param_groups[0]["lr"]
        compare(
            float(rate),
            float(trainer.learning_rate),
            Rules(case.entry.tolerance),
            outcome.seen,
            f"rate of step {step + 1}: ",
        )
        _torch_step(model, optimizer, inputs, wanted)
        _mxnet_step(case, block, trainer, inputs, wanted)
        measure = (1.0 + 1.0 / (step + 1) if step < STEPS else 1.5,) if plateau else ()
        scheduler.step(*measure)
        right["result"].step(*measure)
    outcome.saw_gradient("not-differentiable")


def _pairs(model: Any, block: Any) -> dict[str, Any]:
    """The block's parameter of each torch name; both were given the same weights in the same order."""
    parameters = [p for p in block.collect_params().values() if p.grad_req != "null"]
    return dict(zip((name for name, _ in model.named_parameters()), parameters, strict=True))


def _models(left: Mapping[str, Any], right: Mapping[str, Any]) -> tuple[Any, Any]:
    for name, value in left.items():
        if isinstance(value, torch.nn.Module) and isinstance(right.get(name), mx.gluon.Block):
            return value, right[name]
    raise MismatchError("the example trains no input that is a model: use model.parameters()")


def _trainer(right: Mapping[str, Any]) -> Any:
    for value in right.values():
        if isinstance(value, mx.gluon.Trainer):
            return value
    raise MismatchError("the conversion made no trainer")


def _batches(model: Any, steps: int = STEPS) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Inputs and targets for a model whose first and last parameters say how wide it is."""
    weights = list(model.parameters())
    random = np.random.default_rng(11)
    for _ in range(steps):
        yield (
            random.uniform(-1, 1, (4, weights[0].shape[-1])).astype("float32"),
            random.uniform(-1, 1, (4, weights[-1].shape[0])).astype("float32"),
        )


def _torch_step(model: Any, optimizer: Any, inputs: np.ndarray, wanted: np.ndarray) -> float:
    def closure() -> Any:
        optimizer.zero_grad()
        loss = ((model(torch.tensor(inputs)) - torch.tensor(wanted)) ** 2).mean()
        loss.backward()
        return loss

    return float(optimizer.step(closure))


def _mxnet_step(case: Case, block: Any, trainer: Any, inputs: np.ndarray, wanted: np.ndarray) -> float:
    make = mx.nd.array if case.target == "nd" else mx.np.array
    with mx.autograd.record():
        loss = ((block(make(inputs)) - make(wanted)) ** 2).mean()
    loss.backward()
    trainer.step(1)
    return float(loss.asnumpy().item())
