"""The parameters that an optimizer is given: those of one network, of several, or groups with settings of their own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis import Argument
from gluonize.analysis.types import PARAMETERS
from gluonize.rewriter.tree import span_of

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_PARAMETERS = "torch.nn.Module.parameters"
_JOINS = frozenset({"list", "chain", "itertools.chain"})


def collected(program: Program, argument: Argument, bound: Bound) -> tuple[str, frozenset[str]] | None:
    """What a Trainer is given for the argument of a PyTorch optimizer, with the helpers for it; None where unknown."""
    node = program.tree.expression(argument.span)
    if node is None:
        return None
    network = _network(program, node)
    if network is not None:
        return f"{network}.collect_params()", frozenset()
    if program.blocked(argument.span):
        return None
    trained = _trained(program, node)
    if trained is not None:
        return trained, frozenset()
    text = program.converted(argument.span)
    if takes_tensors(program, argument):
        return f"as_parameters({text})", frozenset({"as_parameters"})
    if argument.type == PARAMETERS and node.type in {"identifier", "attribute"}:
        return f"list({text})", frozenset()
    if _joined(program, node):
        listed = node.type in {"list", "list_comprehension"} or (node.type == "call" and text.startswith("list("))
        return (text if listed or node.type == "binary_operator" else f"list({text})"), frozenset()
    settings = _settings(program, node)
    if settings is None or not _supported(program, settings, bound):
        return None
    rate, decay = bound.values.get("lr"), bound.values.get("weight_decay")
    parts = [text, program.converted(rate.span) if rate is not None else _default(bound, "lr")]
    if decay is not None and "weight_decay" in settings:
        parts.append(program.converted(decay.span))
    return f"parameter_groups({', '.join(parts)})", frozenset({"parameter_groups"})


def _trained(program: Program, node: Node) -> str | None:
    """The parameters of networks that are trained, for `filter(lambda p: p.requires_grad, ...)` and its like."""
    found = _condition(program, node)
    if found is None:
        return None
    name, source, condition = found
    tested = program.text_of(condition) in {f"{name}.requires_grad", f"{name}.requires_grad is True"}
    if not tested or not _joined(program, source):
        return None
    return f"[{name} for {name} in {program.converted(span_of(source))} if {name}.grad_req != 'null']"


def _condition(program: Program, node: Node) -> tuple[str, Node, Node] | None:
    """The name, the source and the condition of an expression that chooses among parameters."""
    if node.type == "call" and node.named_children and program.text_of(node.named_children[0]) == "filter":
        given = node.named_children[1].named_children
        if len(given) != 2 or given[0].type != "lambda":
            return None
        names, condition = given[0].child_by_field_name("parameters"), given[0].child_by_field_name("body")
        return (program.text_of(names), given[1], condition) if names is not None and condition is not None else None
    if node.type == "call" and node.named_children and program.text_of(node.named_children[0]) == "list":
        inner = node.named_children[1].named_children
        return _condition(program, inner[0]) if len(inner) == 1 else None
    if node.type not in {"list_comprehension", "generator_expression"} or len(node.named_children) != 3:
        return None
    body, loop, test = node.named_children
    name, source = loop.child_by_field_name("left"), loop.child_by_field_name("right")
    if name is None or source is None or test.type != "if_clause" or program.text_of(body) != program.text_of(name):
        return None
    return program.text_of(name), source, test.named_children[0]


def takes_tensors(program: Program, argument: Argument) -> bool:
    """Whether an optimizer is given plain tensors, which have no network."""
    return any(use.kind == "arrays" and use.arguments[0].span == argument.span for use in program.uses)


def _comprehended(program: Program, node: Node) -> bool:
    """Whether a comprehension picks parameters of a network: `[p for p in net.parameters() if ...]`."""
    body = node.child_by_field_name("body")
    loops = [child for child in node.named_children if child.type == "for_in_clause"]
    if body is None or body.type != "identifier" or len(loops) != 1:
        return False
    left, right = loops[0].child_by_field_name("left"), loops[0].child_by_field_name("right")
    if left is None or right is None:
        return False
    index = program.use_at(span_of(right))
    use = program.uses[index] if index is not None else None
    targets = [program.text_of(child) for child in left.named_children] or [program.text_of(left)]
    named = use is not None and use.name == "torch.nn.Module.named_parameters"
    return targets[-1] == program.text_of(body) and (named or _network(program, right) is not None)


def _network(program: Program, node: Node) -> str | None:
    """The network of `net.parameters()`, converted."""
    index = program.use_at(span_of(node))
    use = program.uses[index] if index is not None else None
    if use is None or use.name != _PARAMETERS or use.receiver is None or use.arguments:
        return None
    return program.converted(use.receiver)


def _joined(program: Program, node: Node) -> bool:
    """Whether an expression joins the parameters of networks, and nothing else."""
    if _network(program, node) is not None:
        return True
    if node.type in {"list_comprehension", "generator_expression"}:
        return _comprehended(program, node)
    if node.type == "call":
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None or program.text_of(function) not in _JOINS:
            return False
        return bool(arguments.named_children) and all(_joined(program, child) for child in arguments.named_children)
    if node.type == "binary_operator":
        operator = node.child_by_field_name("operator")
        sides = node.child_by_field_name("left"), node.child_by_field_name("right")
        plus = operator is not None and operator.type == "+"
        return plus and all(side is not None and side.type != "identifier" and _joined(program, side) for side in sides)
    if node.type == "list":
        splats = [child for child in node.named_children if child.type != "comment"]
        return bool(splats) and all(
            child.type == "list_splat" and _joined(program, child.named_children[0]) for child in splats
        )
    return False


def _settings(program: Program, node: Node) -> set[str] | None:
    """The settings that a list of groups gives besides their parameters; None when it is no such list."""
    if node.type != "list":
        return None
    found: set[str] = set()
    for group in node.named_children:
        keys = _group(program, group) if group.type == "dictionary" else None
        if keys is None and group.type != "comment":
            return None
        found |= keys or set()
    return found or None


def _group(program: Program, group: Node) -> set[str] | None:
    """The keys of one group whose parameters are those of networks."""
    keys: set[str] = set()
    for pair in group.named_children:
        if pair.type == "comment":
            continue
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is None or value is None or key.type != "string":
            return None
        name = str(ast.literal_eval(program.text_of(key)))
        if name == "params" and not _joined(program, value):
            return None
        keys.add(name)
    return keys if "params" in keys else None


def _supported(program: Program, settings: set[str], bound: Bound) -> bool:
    """Whether the groups' settings can be factors on the trainer's: a weight decay needs one that is not zero."""
    if not settings <= {"params", "lr", "weight_decay"}:
        return False
    decay = bound.values.get("weight_decay")
    if "weight_decay" not in settings:
        return True
    return decay is not None and program.text(decay.span).strip() not in {"0", "0.0", "0."}


def _default(bound: Bound, name: str) -> str:
    signature = bound.entry.signature
    default = signature[name].default if signature is not None and name in signature else None
    return default or "1"
