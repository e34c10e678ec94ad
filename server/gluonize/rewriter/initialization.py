"""Gluon allocates parameters in `initialize()`: what is built outside of a module gets the call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tree_sitter import Node

from gluonize.analysis import Span, Use
from gluonize.analysis.types import is_module_class
from gluonize.catalogue import Category, Entry
from gluonize.rewriter.blocks import insertion_after
from gluonize.rewriter.mode_events import SWITCHES
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.parallelism import WRAPPERS
from gluonize.rewriter.tree import span_of

GROWS = r"\.(?:add_module|append|extend|insert|register_module)\("
"""How something is added to a container."""

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

INITIALIZER = "mx.init.Xavier(factor_type='in', magnitude=1)"
"""U(-1/sqrt(fan_in), 1/sqrt(fan_in)): what torch's kaiming_uniform_(a=sqrt(5)) draws for linear and conv weights."""

MOVED = frozenset({"moved", "move_buffers"})
"""The helpers that move a network with all that it holds."""

NOTE = "Weights are drawn from torch's default distribution for linear and convolution layers; biases start at zero."


class Initialization(NamedTuple):
    """The edits that initialise a network where it is built, and the helpers that they call."""

    edits: tuple[Edit, ...] = ()
    helpers: frozenset[str] = frozenset()


def initialization(program: Program, use: Use, context: str = "") -> Initialization:
    """`net.initialize(...)` behind `net = <use>`; elsewhere a helper around it. Nothing for a part of a network."""
    if inside_module(program, use):
        return Initialization()
    chain = [span for span, _ in members(program, use.span)] if use.receiver is not None else []
    node = program.tree.expression(chain[-1] if chain else use.span)
    assigned = program.tree.assignment(span_of(node)) if node is not None else None
    if assigned is not None:
        statement, target = assigned
        if _returned(program, statement, target) or (not context and _by_callee(program, use)):
            return Initialization()
        if _is_initialized(program, statement, target):
            return Initialization()
        text, helpers = _statement(program, target, context)
        return Initialization((insertion_after(program, _complete(program, statement, target), text),), helpers)
    given_back = context and node is not None and node.parent is not None and node.parent.type == "return_statement"
    if node is None or _by_callee(program, use) or (_has_owner(program, node) and not given_back):
        return Initialization()
    before, after, helpers = _around(context)
    edits = Edit(use.span.start, use.span.start, before), Edit(use.span.end, use.span.end, after)
    return Initialization(edits, helpers)


def _around(context: str) -> tuple[str, str, frozenset[str]]:
    """The calls of helpers that initialise what of a network has no values yet, and move all of it to a context."""
    if context:
        return "moved(initialized(", f"), {context})", MOVED | {"initialized"}
    return "initialized(", ")", frozenset({"initialized"})


def _is_initialized(program: Program, statement: Node, target: str) -> bool:
    """Whether an earlier conversion initialised the network behind the statement that builds it."""
    behind = (other for other in program.tree.siblings(statement) if other.start_byte > statement.start_byte)
    starts = f"{target}.initialize(mx.", f"initialized({target})", f"moved(initialized({target})"
    return any(program.text_of(other).startswith(starts) for other in behind)


def _statement(program: Program, target: str, context: str) -> tuple[str, frozenset[str]]:
    """How `target` is initialised, with its helpers: by Gluon's own method where no part of it can have values yet."""
    if program.around.filled or (context and program.around.imports_networks):
        before, after, helpers = _around(context)
        return f"{before}{target}{after}", helpers
    return f"{target}.initialize({INITIALIZER}{context and f', ctx={context}'})", frozenset()


def _complete(program: Program, statement: Node, target: str) -> Node:
    """The statement of the same block after which a container that is filled bit by bit has all of its parts."""
    grown = re.compile(rf"(?<![\w.]){re.escape(target)}{GROWS}")
    for sibling in reversed(program.tree.siblings(statement)):
        if sibling.start_byte <= statement.start_byte:
            break
        if sibling.type in _SIMPLE and grown.search(program.text_of(sibling)):
            return sibling
    return statement


_SIMPLE = frozenset({"expression_statement", "for_statement", "if_statement", "while_statement"})


_ITSELF = frozenset({"eval", "train", "to", "cuda", "cpu", "float", "double", "requires_grad_"})


def members(program: Program, span: Span) -> Iterator[tuple[Span, str]]:
    """The calls behind `span` that give the network itself (`Net().to(device).eval()`): up to where, and the name."""
    node = program.tree.expression(span)
    while node is not None and node.parent is not None and node.parent.type == "attribute":
        member, call = node.parent.child_by_field_name("attribute"), node.parent.parent
        if member is None or call is None or call.type != "call" or program.text_of(member) not in _ITSELF:
            return
        yield span_of(call), program.text_of(member)
        node = call


_COLLECTS = frozenset({"append", "extend", "insert", "add_module", "register_module"})
_LISTS = frozenset(
    {"list", "tuple", "list_comprehension", "generator_expression", "expression_list", "binary_operator"}
)


def _has_owner(program: Program, node: Node) -> bool:
    """Whether a network that is built inside an expression goes into another network, or to a caller, that
    initialises it.
    """
    inner, around = node, node.parent
    while around is not None and around.type in _AROUND:
        if around.type == "call":
            return _owned_by_call(program, around)
        inner, around = around, around.parent
    if around is None or around.type in {"return_statement", "lambda", "yield", "expression_statement"}:
        return around is None or around.type != "return_statement" or inner == node
    if around.type in {"assignment", "augmented_assignment"} and inner.type in _LISTS:
        left = around.child_by_field_name("left")
        return left is not None and _goes_into_network(program, around, program.text_of(left))
    return around.type not in {"assignment", "augmented_assignment", "for_statement"}


_AROUND = _LISTS | {"call", "argument_list", "keyword_argument", "dictionary", "pair", "conditional_expression",
                    "parenthesized_expression", "list_splat", "attribute"}  # fmt: skip


def _owned_by_call(program: Program, call: Node) -> bool:
    function = call.child_by_field_name("function")
    uses = [program.uses[index] for index in program.inside(span_of(call)) if program.uses[index].span == span_of(call)]
    if any(use.name in WRAPPERS for use in uses):
        return False
    if any(use.kind in {"call", "instantiate"} for use in uses) or function is None:
        return True
    name = program.text_of(function)
    if function.type == "attribute" and name.rpartition(".")[2] in _COLLECTS:
        return _goes_into_network(program, call, name.rpartition(".")[0])
    if name in {"list", "tuple", "dict"}:
        return _has_owner(program, call)
    return name in {"print", "len", "repr", "str", "type", "isinstance", "OrderedDict", "super", "initialized"}


def _goes_into_network(program: Program, node: Node, name: str) -> bool:
    """Whether a list of networks is given to a container, or returned."""
    scope = program.tree.enclosing(node, "function_definition", "module")
    text = program.text_of(scope) if scope is not None else ""
    container = rf"(?:Sequential|ModuleList|ModuleDict)\([^\n]*\b{re.escape(name)}\b"
    return bool(re.search(rf"{container}|\breturn\b[^\n]*\b{re.escape(name)}\b", text))


def _by_callee(program: Program, use: Use) -> bool:
    """Whether a function of the file gives a network that it has initialised."""
    if use.kind != "instantiate" or use.name != "torch.nn.Module":
        return False
    last = use.result.rpartition(".")[2].encode()
    definition = re.search(rb"def " + re.escape(last) + rb"\(.*?(?=^\S|\Z)", program.source, re.DOTALL | re.MULTILINE)
    if definition is None:
        return False
    text = definition[0].decode("utf-8", "replace")
    returned = re.search(r"^\s+return (\w+)\s*(?:#.*)?$", text, re.MULTILINE)
    return _GIVEN_MOVED.search(text) is not None or (returned is not None and _needs(text, returned[1]))


def builds_network(program: Program, span: Span) -> bool:
    """Whether an expression is the construction of a network, be it with its mode set."""
    index = program.use_at(span)
    if index is None:
        return False
    use = program.uses[index]
    if use.name in SWITCHES and use.receiver is not None:
        return builds_network(program, use.receiver)
    return use.kind == "instantiate" or (
        use.name not in WRAPPERS and use.receiver is None and is_module_class(use.result)
    )


def inside_module(program: Program, use: Use) -> bool:
    """Whether the use stands in the body of a class that derives from nn.Module."""
    path = use.scope
    while path:
        path = path.rpartition(".")[0]
        if path in program.module_classes:
            return True
    return False


_SWITCHED = re.compile(r"(?:\.(?:eval|train)\([^()]*\))+\Z")
_GIVEN_MOVED = re.compile(r"return \w+(?:\([^\n]*\))?(?:\.(?:eval|train)\(\))?\.(?:to|cuda)\(")


def _returned(program: Program, statement: Node, target: str) -> bool:
    """Whether the function that builds the network returns it: then its caller initialises it."""
    scope = program.tree.enclosing(statement, "function_definition", "module")
    if scope is not None and _needs(program.text_of(scope), target):
        return False
    for sibling in program.tree.siblings(statement):
        if sibling.type == "return_statement" and sibling.named_children:
            return _SWITCHED.sub("", program.tree.text(sibling.named_children[0])) == target
    return False


def _needs(text: str, network: str) -> bool:
    """Whether a function needs a network initialised: it moves it to a device, runs it, or takes its parameters."""
    name = re.escape(network)
    if re.search(rf"(?<![\w.]){name}(?:\.parameters)?\(", text):
        return True
    return re.search(rf"^\s*(?:{name}\s*=\s*)?{name}\.(?:to|cuda)\(", text, re.MULTILINE) is not None


def holds_parameters(entry: Entry) -> bool:
    """Whether what an entry makes may hold parameters: layers, and lists of them, which no network has to own."""
    return bool(entry.state) or entry.name in {"torch.nn.ModuleList", "torch.nn.ModuleDict"}


def layer(program: Program, use: Use, outcome: Outcome) -> Outcome:
    """A layer with parameters is initialised where it is built; called at once, it cannot be."""
    node = program.tree.expression(use.span)
    parent = node.parent if node is not None else None
    if parent is not None and parent.type == "call":
        function = parent.child_by_field_name("function")
        if function is not None and span_of(function) == use.span:
            reason = "it is called where it is built, so nothing can initialise it; give it a name first"
            return refusal(reason, Category.PROGRAM_LEVEL, outcome.entry)
    found = initialization(program, use)
    helpers = outcome.helpers | found.helpers
    return replace(outcome, around=(*outcome.around, *found.edits), helpers=helpers) if found.edits else outcome
