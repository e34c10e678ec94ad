"""Operators: what they give, and those that MXNet's arrays lack or read otherwise."""

from __future__ import annotations

from tree_sitter import Node

from gluonize.analysis import dtypes, expressions
from gluonize.analysis.model import Argument
from gluonize.analysis.state import State
from gluonize.analysis.types import (
    BOOL,
    FLOAT,
    FOREIGN,
    INT,
    INTEGERS,
    MASK,
    STR,
    TENSOR,
    Type,
    describe,
    element,
    is_tensor,
    join,
)

_FUNCTIONS = {"@": "torch.matmul", "//": "torch.floor_divide"}
_PROMOTING = frozenset({"+", "-", "*"})
_LOGICAL = {"&": "torch.logical_and", "|": "torch.logical_or", "^": "torch.logical_xor"}
_IN_PLACE = frozenset({"//", "&", "|", "^"})
"""Operators whose augmented forms MXNet's arrays lack."""
_BITWISE = {"&": "torch.bitwise_and", "|": "torch.bitwise_or", "^": "torch.bitwise_xor"}

Operand = tuple[Node, "Type | None"]
"""An operand and its type."""


def binary(state: State, node: Node) -> Type | None:
    """`left operator right`; on tensors, the operators that are functions in MXNet are uses of those functions."""
    left_node, right_node = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator_node = node.child_by_field_name("operator")
    left, right = expressions.evaluate(state, left_node), expressions.evaluate(state, right_node)
    operator = operator_node.type if operator_node is not None else ""
    result = arithmetic(left, right, operator)
    if left_node is None or right_node is None or operator_node is None:
        return result
    if left == STR and operator == "%":
        _formatted(state, left_node, right_node, right)
    _meeting(state, (left_node, left), (right_node, right), operator)
    if dtypes.goes_floating(left, right, operator):
        for operand_node, kind in ((left_node, left), (right_node, right)):
            if kind in {INTEGERS, MASK}:
                state.emit("torch.Tensor.float", "integers", operand_node, operand_node, receiver=operand_node)
    name = _function(operator, left, right)
    if name is not None:
        arguments = (operand(state, left_node, left), operand(state, right_node, right))
        state.emit(name, "call", node, operator_node, arguments=arguments, result=describe(result))
    return result


def _meeting(state: State, left: Operand, right: Operand, operator: str) -> None:
    """Integers or a mask and a tensor of a type that is not known: PyTorch promotes, MXNet's classic arrays refuse."""
    for (node, kind), (other, other_kind) in ((left, right), (right, left)):
        promoted = kind == INTEGERS or (kind == MASK and not _compares_tensors(state, node))
        if promoted and other_kind == TENSOR and operator in _PROMOTING:
            _take_type(state, node, other, other_kind, "torch.Tensor.type_as")


def _take_type(state: State, node: Node, other: Node, kind: Type | None, name: str) -> None:
    arguments = (operand(state, other, kind),)
    state.emit(name, "integers", node, node, receiver=node, arguments=arguments)


def _compares_tensors(state: State, node: Node) -> bool:
    """Whether a mask is made here by comparing tensors of no known type: nd gives it their type, mostly a float."""
    while node.type == "parenthesized_expression" and node.named_children:
        node = node.named_children[0]
    if node.type != "comparison_operator":
        return False
    state.silent += 1
    kinds = [expressions.evaluate(state, child) for child in node.named_children]
    state.silent -= 1
    return not {INTEGERS, MASK} & set(kinds)


def operand(state: State, node: Node, kind: Type | None) -> Argument:
    """An operand as the argument of the function that the operator stands for."""
    return Argument(state.span(node), type=describe(kind), whole=state.span(node), form=node.type)


def _function(operator: str, left: Type | None, right: Type | None) -> str | None:
    if not (is_tensor(left) or is_tensor(right)):
        return None
    if operator in _LOGICAL:
        return (_LOGICAL if _of_truth(left, right) else _BITWISE)[operator]
    if left == right == MASK and operator in _OF_MASKS:
        return _OF_MASKS[operator]
    return _FUNCTIONS.get(operator)


def _of_truth(left: Type | None, right: Type | None) -> bool:
    """Whether truth values are combined: a mask beside integers counts as 0 and 1, whose bits are."""
    return MASK in (left, right) and not {INTEGERS, INT} & {left, right}


_OF_MASKS = {"+": "torch.logical_or", "*": "torch.logical_and"}
"""What PyTorch computes with two masks."""


def augmented(state: State, node: Node, left: Operand, right: Operand) -> str | None:
    """The method that `left operator= right` stands for, where MXNet's arrays lack that operator."""
    operator_node = node.child_by_field_name("operator")
    operator = operator_node.type.rstrip("=") if operator_node is not None else ""
    if operator not in _IN_PLACE or not is_tensor(left[1]) or operator_node is None:
        return None
    name = _function(operator, left[1], right[1])
    return None if name is None else f"torch.Tensor.{name.rpartition('.')[2]}_"


def _formatted(state: State, template: Node, values: Node, kind: Type | None) -> None:
    """`"%.2f" % loss`: a number is wanted where a tensor is given."""
    if b"%s" in state.source[template.start_byte : template.end_byte]:
        return
    if values.type == "tuple" and kind is not None and kind.kind == "tuple":
        children = [child for child in values.named_children if child.type != "comment"]
        for child, item in zip(children, kind.items, strict=False):
            number_wanted(state, child, item)
    else:
        number_wanted(state, values, kind)


def number_wanted(state: State, node: Node, kind: Type | None) -> None:
    """Record that Python needs a plain number where a tensor is given."""
    if is_tensor(kind):
        state.emit("torch.Tensor.item", "scalar", node, node, receiver=node, result="float")


def arithmetic(left: Type | None, right: Type | None, operator: str) -> Type | None:
    """The type of `left operator right`."""
    if operator in _LOGICAL and MASK in (left, right):
        return MASK if _of_truth(left, right) else INTEGERS
    if is_tensor(left) or is_tensor(right):
        return dtypes.arithmetic(left, right, operator)
    if left == STR:
        return STR
    if left is None or right is None:
        return None
    if left.kind == "foreign" or right.kind == "foreign":
        return FOREIGN
    if left.kind in {"tuple", "seq"} and operator in {"+", "*"}:
        return _concatenated(left, right, operator)
    if left.name in {"int", "bool"} and right.name in {"int", "bool"}:
        return FLOAT if operator == "/" else INT
    if {left.name, right.name} <= {"int", "float", "bool"}:
        return FLOAT
    return None


def _concatenated(left: Type, right: Type, operator: str) -> Type | None:
    if operator == "*":
        return Type("seq", items=(element(left),))
    if left.kind == right.kind == "tuple":
        return Type("tuple", items=left.items + right.items)
    return join(Type("seq", items=(element(left),)), right)


def comparison(state: State, node: Node) -> Type | None:
    """`a < b`, `a is b`, `a in b`."""
    operands = [child for child in node.named_children if child.type != "comment"]
    kinds = [expressions.evaluate(state, child) for child in operands]
    words = {child.type for child in node.children if not child.is_named}
    if words & {"in", "is", "not in", "is not", "not"}:
        return BOOL
    if any(is_tensor(kind) for kind in kinds):
        for left, right in zip(
            zip(operands, kinds, strict=True), zip(operands[1:], kinds[1:], strict=True), strict=False
        ):
            _compared(state, left, right)
        return MASK
    return None if None in kinds else BOOL


def _compared(state: State, left: Operand, right: Operand) -> None:
    """PyTorch compares integers with a fraction as they are, and a mask with anything; MXNet wants one type."""
    for (node, kind), (other, other_kind) in ((left, right), (right, left)):
        if kind == INTEGERS and other_kind == FLOAT:
            state.emit("torch.Tensor.float", "integers", node, node, receiver=node)
        elif kind == MASK and other_kind in {TENSOR, INTEGERS}:
            _take_type(state, node, other, other_kind, "torch.eq")


def boolean(state: State, node: Node) -> Type | None:
    left = expressions.evaluate(state, node.child_by_field_name("left"))
    return join(left, expressions.evaluate(state, node.child_by_field_name("right")))


def negation(state: State, node: Node) -> Type | None:
    expressions.evaluate(state, node.child_by_field_name("argument"))
    return BOOL


def unary(state: State, node: Node) -> Type | None:
    """`-x`, `~mask`."""
    argument, operator = node.child_by_field_name("argument"), node.child_by_field_name("operator")
    kind = expressions.evaluate(state, argument)
    if operator is not None and argument is not None and operator.type == "~" and is_tensor(kind):
        name = "torch.logical_not" if kind == MASK else "torch.bitwise_not"
        arguments = (operand(state, argument, kind),)
        state.emit(name, "call", node, operator, arguments=arguments, result=describe(kind))
    return kind


def conditional(state: State, node: Node) -> Type | None:
    parts = node.named_children
    if len(parts) != 3:
        return None
    first = expressions.evaluate(state, parts[0])
    expressions.evaluate(state, parts[1])
    return join(first, expressions.evaluate(state, parts[2]))
