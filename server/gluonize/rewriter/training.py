"""What trains networks: it converts together, with the networks and all that works with them, or not at all."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
from gluonize.rewriter.connections import names_of
from gluonize.rewriter.model import because_of
from gluonize.rewriter.parallelism import WRAPPERS
from gluonize.rewriter.recording import BACKWARD
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_TRAINING = (
    "torch.optim.", "torch.amp.", "torch.cuda.amp.", "torch.autocast", BACKWARD, "torch.autograd.backward",
    "torch.autograd.grad", "torch.nn.utils.clip_grad_", "torch.nn.Module.train", "torch.nn.Module.eval",
    "torch.nn.Module.zero_grad", *WRAPPERS,
)  # fmt: skip
"""What holds a network's parameters, computes their gradients, and changes them."""
_SETTINGS = (
    "torch.manual_seed", "torch.seed", "torch.random.", "torch.cuda.manual_seed", "torch.set_", "torch.backends.",
    "torch.use_deterministic_algorithms",
)  # fmt: skip
"""What is set for all of PyTorch in a program."""
_RECORDS = re.compile(rb"\b(autograd\.record)\(")
_STEPS = ("for_statement", "while_statement", "function_definition")


def trains(use: Use) -> bool:
    """Whether a use is part of a training."""
    known = use.sure or use.name == BACKWARD  # nothing else is called so: its loop is PyTorch's
    return known and use.kind in {"call", "attribute"} and use.name.startswith(_TRAINING)


def reasons(program: Program) -> Iterator[tuple[str, str]]:
    """What by itself cannot be converted: what trains ("", with the reason), and networks' classes, by their path."""
    steps = list(_steps(program))
    begun = bool(program.document.matches(_RECORDS))  # what an earlier conversion made is not known for certain
    for index, use in enumerate(program.uses):
        if begun and not use.sure:
            continue
        inside = use.sure and any(step.start <= use.span.start < step.end for step in steps)
        outcome = program.alone(index) if inside or trains(use) or use.kind == "instance-call" else None
        if outcome is not None and outcome.reason:
            yield "", because_of(use.name, outcome.reason)
    for path in sorted(program.module_classes):
        reason = _class_reason(program, path)
        if reason:
            yield path, reason


def reason_of(program: Program, use: Use) -> str:
    """Why a use stays with a training that its top-level statement works with; "" where it does not."""
    stays = program.around.wholeness.stays
    if not stays:
        return ""
    if use.name.startswith(_SETTINGS):
        return next(iter(stays.values()))
    units = program.document.units()
    place = bisect.bisect_right(units, use.span.start, key=lambda pair: pair[0]) - 1
    names = sorted(names_of(units[place][1])) if place >= 0 else []
    reason = next((stays[name] for name in names if name in stays), "")
    return f"another {reason}" if reason.startswith(because_of(use.name, "")) else reason


def _steps(program: Program) -> Iterator[Span]:
    """The innermost loops or functions that compute gradients."""
    for use in program.uses:
        statement = program.tree.statement(use.span) if use.name == BACKWARD else None
        around = program.tree.enclosing(statement, *_STEPS) if statement is not None else None
        if around is not None:
            yield span_of(around)


def _class_reason(program: Program, path: str) -> str:
    for index, use in enumerate(program.uses):
        if use.sure and (use.scope == path or use.scope.startswith(path + ".")):
            outcome = program.alone(index)
            if outcome is not None and outcome.reason:
                name = use.name.removeprefix("torch.")
                return because_of(f"class {path}", f"{name}: {outcome.reason}")
    return ""
