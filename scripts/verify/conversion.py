"""Examples through the product's own rewriter: a tiny document is converted, and its last statement taken out.

Imports neither framework.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import CodeType

from gluonize.analysis import Document
from gluonize.catalogue import Catalogue, Category, Target
from gluonize.rewriter import convert
from scripts.verify.inputs import Input, Literal, Setup, Spec

IMPORTS = """\
import copy
import os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from torch.utils import data
"""
TORCHVISION = """\
import torchvision
from torchvision import datasets, models, ops, transforms
"""
RESULT = "result"
_MARK = '"the example"'  # a statement of its own between the inputs' code and the example's


class NotConvertedError(Exception):
    """The rewriter leaves the example as it is; the message is its reason."""


@dataclass(frozen=True, slots=True)
class Program:
    """One side of an example, ready to run: `setup` builds the inputs, `code` leaves its value in `result`.

    `mutated` names the input that the example changes in place instead.
    """

    text: str
    setup: CodeType
    code: CodeType
    mutated: str | None
    category: Category


def torch_program(example: str, given: Mapping[str, Input]) -> Program:
    """The example as PyTorch runs it."""
    source = "\n".join([imports_of(example), *_setups(given), _MARK, statement_of(example)])
    return _program(example, source, example, Category.IDENTICAL)


def mxnet_program(example: str, given: Mapping[str, Input], catalogue: Catalogue, target: Target) -> Program:
    """The example as the rewriter converts it; raises NotConvertedError."""
    declared = [f"{name}: {_annotation(value)} = ..." for name, value in given.items() if _typed(value)]
    head = "\n".join([imports_of(example), *declared, ""])
    source = "\n".join([head, *_setups(given), _MARK, statement_of(example), ""])
    conversion = convert(Document(source, path="example.py"), catalogue, target)
    start = len(head.encode())
    for finding in conversion.remaining:
        if finding.use.span.start >= start:
            raise NotConvertedError(finding.reason or finding.message)
    categories = [finding.category for finding in conversion.converted if finding.use.span.start >= start]
    category = max(categories, key=lambda c: c.rank, default=Category.IDENTICAL)
    text = conversion.text.rpartition(_MARK)[2].strip().removeprefix(f"{RESULT} = ")
    return _program(example, conversion.text, text, category)


def _program(example: str, source: str, text: str, category: Category) -> Program:
    body = [node for node in ast.parse(source).body if not _is_declaration(node)]
    marks = [k for k, node in enumerate(body) if ast.get_source_segment(source, node) == _MARK]
    setup, code = ast.Module(body[: marks[-1]], []), ast.Module(body[marks[-1] + 1 :], [])
    return Program(
        text, compile(setup, "<setup>", "exec"), compile(code, "<example>", "exec"), mutated_name(example), category
    )


def imports_of(example: str) -> str:
    """The import statements above an example; torchvision only where it is used, as it is slow to import."""
    if re.search(r"\b(torchvision|datasets|models|ops|transforms)\b", example):
        return IMPORTS + TORCHVISION
    return IMPORTS


def statement_of(example: str) -> str:
    """The statements that run an example: an expression is named, in-place calls and whole statements stand alone."""
    return f"{RESULT} = {example}" if _call(example) is not None and not mutated_name(example) else example


def mutated_name(example: str) -> str | None:
    """The input that an example changes in place (`x` in `x.add_(1)` and `nn.init.zeros_(x)`), or None."""
    call = _call(example)
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    name = call.func.attr
    if not name.endswith("_") or name.endswith("__"):
        return None
    for place in (call.func.value, *call.args[:1]):
        if isinstance(place, ast.Name) and place.id not in ("torch", "nn", "F"):
            return place.id
    return None


def _call(example: str) -> ast.expr | None:
    """The expression that an example is; None where it is made of statements."""
    try:
        return ast.parse(example, mode="eval").body
    except SyntaxError:
        return None


def _setups(given: Mapping[str, Input]) -> list[str]:
    return [f"{name} = {value.code}" for name, value in given.items() if isinstance(value, Setup)]


def _typed(given: Input) -> bool:
    return isinstance(given, Spec) or (isinstance(given, Literal) and given.value is not None)


def _annotation(given: Input) -> str:
    if isinstance(given, Spec):
        return "np.ndarray" if given.numpy else "torch.Tensor"
    return type(given.value).__name__ if isinstance(given, Literal) else "object"


def _is_declaration(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant) and node.value.value is ...
