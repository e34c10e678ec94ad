"""Operators of MXNet that spoil the gradients which a parameter gathers over several backward() calls.

Under grad_req='add' they write their gradient over what was gathered, scale it, or raise an error, where nothing else
reads the parameter. An array that is computed from the parameter has no gradient of its own, and is safe.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis.overloads import Unbound, bind
from gluonize.catalogue import Target
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_BOTH = """
as_in_context as_in_ctx astype clamp clip copy cumsum diff eigh flip index_copy index_fill inv inverse logit
matrix_power mean rot90 solve syevd tensorinv to trsm where
"""
_NP = "cummax cummin cumprod inner moveaxis tensordot trace trapezoid"
_OPERATORS: dict[Target, re.Pattern[str]] = {
    "nd": re.compile(rf"\b({'|'.join(_BOTH.split())})\("),
    "np": re.compile(rf"\b({'|'.join([*_BOTH.split(), *_NP.split()])})\("),
}


def overwrites(text: str, target: Target) -> bool:
    """Whether an expression of MXNet calls one of these operators (or a helper that does)."""
    return _OPERATORS[target].search(text) is not None


def spoilt(program: Program, node: Node) -> bool:
    """Whether a parameter that gathers gradients goes straight into such an operator."""
    parent = node.parent
    if not program.adding or parent is None:
        return False
    called = parent.parent if parent.type in {"argument_list", "keyword_argument", "attribute"} else None
    while called is not None and called.type in {"argument_list", "keyword_argument"}:
        called = called.parent
    index = program.use_at(span_of(called)) if called is not None and called.type == "call" else None
    if index is None:
        return False
    use = program.uses[index]
    bound = bind(program.catalogue.lookup(use.name), use, program.source)
    template = None if isinstance(bound, Unbound) else bound.entry.template(program.target, method=True)
    return template is not None and overwrites(template, program.target)
