"""Which networks a stretch of code runs, and in which modes they are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gluonize.analysis import Span, Use
from gluonize.rewriter.mode_events import EVALUATION, TRAINING
from gluonize.rewriter.modes import Modes
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

SCOPES = frozenset(f"torch.{prefix}{name}" for prefix in ("", "autograd.") for name in ("no_grad", "inference_mode"))
"""Scopes in which nothing is recorded."""

UNKNOWN_MODE = (
    "nothing tells whether its networks are in training or in evaluation mode there; call train() or eval() before it"
)

HARMLESS = frozenset({"range", "len", "next", "iter", "enumerate", "zip", "int", "float", "list", "tuple", "print"})
"""Functions that run no network."""

_PLAIN = re.compile(r"Loss\.__call__$|\.(?:Linear|Conv\w+|ReLU|Sigmoid|Tanh|Embedding|Flatten|LayerNorm)\.__call__$")
_SWITCH = re.compile(r"\.(eval|train)\((?:mode=)?(True|False)?\)(?:\.(?:to|cuda|cpu)\([^()]*\))*\Z")
_LOSS = re.compile(r"crit|loss", re.IGNORECASE)


def modes_in(program: Program, use: Use, span: Span) -> Modes:
    """The modes of the networks that the code of `span` runs, in the scope of `use`; scopes inside it left out.

    Empty where both modes compute the same, or where no network is known.
    """
    if not program.survey.sensitive:
        return frozenset()
    found: Modes = frozenset()
    for network, place in networks_in(program, span):
        found |= _switched(network) or program.survey.at(use.scope, network, place) or frozenset({TRAINING})
    return found


def _switched(network: str) -> Modes:
    """The mode that the text of a network gives it itself: `Net().eval()(x)`."""
    switch = _SWITCH.search(network)
    if switch is None:
        return frozenset()
    return frozenset({EVALUATION if switch[1] == "eval" or switch[2] == "False" else TRAINING})


def networks_in(program: Program, span: Span) -> set[tuple[str, int]]:
    """The networks that code runs, with where: what it calls, and what it names that is put into a mode elsewhere."""
    inner = list(_inner_scopes(program, span))
    found: set[tuple[str, int]] = set()
    for name in program.survey.networks:
        pattern = re.compile(rb"(?<![\w.])" + re.escape(name).encode() + rb"(?!\w)(?!\.(?:train|eval)\()")
        found |= {(name, match.start()) for match in pattern.finditer(program.source, *span)}
    for index in program.inside(span):
        use = program.uses[index]
        name = program.text(use.name_span)
        if use.kind == "instance-call" and not _PLAIN.search(use.name) and not _LOSS.search(name.rpartition(".")[2]):
            found.add((name, use.span.start))
    return {pair for pair in found if not any(scope.start <= pair[1] < scope.end for scope in inner)}


def runs_network(program: Program, span: Span) -> bool:
    """Whether code calls a network or a layer."""
    return any(program.uses[index].kind == "instance-call" for index in program.inside(span))


def runs_converted(program: Program, span: Span) -> bool:
    """Whether code may run a network that an earlier conversion has taken to MXNet, so that its mode is unknown."""
    if not program.document.has_name("mxnet") or runs_network(program, span):
        return False
    known = {program.uses[index].span.start for index in program.inside(span)}
    waiting = [program.tree.node(span)]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        function = node.child_by_field_name("function") if node.type == "call" else None
        if function is not None and node.start_byte not in known and program.text_of(function) not in HARMLESS:
            return not program.text_of(function).startswith("mx.")
        waiting += node.named_children
    return False


def _inner_scopes(program: Program, span: Span) -> Iterator[Span]:
    """The with statements inside a stretch of code that turn recording off."""
    for index in program.inside(span):
        use = program.uses[index]
        node = program.tree.expression(use.span) if use.name in SCOPES else None
        around = program.tree.enclosing(node, "with_statement") if node is not None else None
        if (
            around is not None
            and span.start <= around.start_byte < around.end_byte <= span.end
            and span_of(around) != span
        ):
            yield span_of(around)
