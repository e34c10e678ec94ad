"""Classes of PyTorch that are only named, in annotations and in tests of types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome
from gluonize.rewriter.rules import watches

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_ARRAYS = {"nd": "mx.nd.NDArray", "np": "mx.np.ndarray"}
_TENSORS = frozenset(f"torch.{kind}Tensor" for kind in ("", "Float", "Double", "Half", "Long", "Int", "Bool"))
_TESTED = {"torch.device": "mx.Context", "torch.nn.Parameter": "mx.gluon.Parameter"}
_ANNOTATED = _TESTED | {
    "torch.dtype": "str",
    "torch.Size": "tuple",
    "torch.nn.parameter.Parameter": "mx.gluon.Parameter",
    "torch.optim.Optimizer": "mx.gluon.Trainer",
    "torch.optim.optimizer.Optimizer": "mx.gluon.Trainer",
    "torch.optim.lr_scheduler.LRScheduler": "LRScheduler",
    "torch.optim.lr_scheduler._LRScheduler": "LRScheduler",
}


_WITHIN = frozenset({"argument_list", "keyword_argument", "tuple", "list", "set", "attribute", "binary_operator"})


@watches("attribute")
def annotation(program: Program, use: Use) -> Outcome | None:
    """`device: torch.device` to `device: mx.Context`, `isinstance(x, torch.Tensor)` to the target's class of arrays."""
    place = named_in(program, use)
    if not place:
        return None
    if use.name in _TENSORS:
        text = _ARRAYS[program.target] if use.name == "torch.Tensor" or place == "annotation" else None
    else:
        text = (_ANNOTATED if place == "annotation" else _TESTED).get(use.name)
    if text is None:
        return None
    edit = Edit(use.span.start, use.span.end, text)
    helpers = frozenset({text} if text == "LRScheduler" else ())
    return Outcome(Category.RENAMED, None, (edit,), absorbs=True, helpers=helpers, rule="annotation")


def named_in(program: Program, use: Use) -> str:
    """Where a class is only named: "annotation", "test" (isinstance, issubclass, `type(x) == ...`), or ""."""
    node = program.tree.expression(use.span)
    while node is not None and node.parent is not None:
        parent = node.parent
        if parent.type == "type":
            return "annotation"
        if parent.type == "call":
            function = parent.child_by_field_name("function")
            tests = function is not None and program.text_of(function) in {"isinstance", "issubclass"}
            if function is not None and program.text_of(function).rpartition(".")[2] in {"TypeVar", "cast"}:
                return "annotation"
            return "test" if tests else ""
        if parent.type == "comparison_operator":
            return "test" if any(_asks_type(program, child) for child in parent.named_children) else ""
        if parent.type not in _WITHIN:
            return ""
        node = parent
    return ""


def _asks_type(program: Program, node: Node) -> bool:
    return program.text_of(node).startswith("type(") or program.text_of(node).endswith(".__class__")
