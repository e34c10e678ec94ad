"""Where a text puts networks into training or evaluation mode, and which functions of its own it calls, by scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from gluonize.analysis import Document, Span, Use, shift
from gluonize.rewriter.tree import Tree, span_of

TRAINING, EVALUATION, UNKNOWN = "training", "evaluation", "unknown"

SWITCHES = {"torch.nn.Module.train": TRAINING, "torch.nn.Module.eval": EVALUATION}
_CLAUSES = frozenset({"elif_clause", "else_clause", "except_clause", "case_clause"})
_DEFINITIONS = frozenset({"function_definition", "class_definition"})
_LOOPS = frozenset({"for_statement", "while_statement"})
_RECORDS = re.compile(r"backward\(|autograd\.grad\(|_grad\b|inference_mode|enabled|closure")
_KEY = "mode events"


@dataclass(frozen=True, slots=True)
class Event:
    """A network (its text) gets one of `modes`; offsets are relative to the top-level statement.

    `reach` is where that holds for certain: the branch in which it happens, None for all that follows.
    """

    place: int
    network: str
    modes: frozenset[str]
    reach: Span | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call of something that may be a function of the text: its name, its object, and its arguments' texts."""

    place: int
    name: str
    owner: str
    arguments: tuple[tuple[str, str], ...]
    reach: Span | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A name gets what a call gives: a new network, or one from a function of the text."""

    place: int
    network: str
    name: str
    reach: Span | None = None


@dataclass(frozen=True, slots=True)
class ScopeModes:
    """What happens in one function ("" is the module) of one top-level statement; `returned` are names."""

    path: str
    parameters: tuple[str, ...]
    events: tuple[Event, ...] = ()
    calls: tuple[Call, ...] = ()
    made: tuple[Made, ...] = ()
    loops: tuple[Span, ...] = ()
    bound: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()
    records: bool = False
    """Whether gradients are recorded, or not recorded on purpose, in some of its statements."""


def scopes_of(document: Document) -> list[tuple[int, dict[str, ScopeModes]]]:
    """For each top-level statement, its offset and what its functions do; kept as long as it stands unchanged."""
    tree: Tree | None = None
    result = []
    for start, unit in document.units():
        known = unit.memo.get(_KEY)
        if not isinstance(known, dict):
            tree = tree or Tree(document)
            known = unit.memo[_KEY] = _collect(tree, start, unit.text, [shift(use, start) for use in unit.uses])
        result.append((start, known))
    return result


def _collect(tree: Tree, start: int, text: bytes, uses: list[Use]) -> dict[str, ScopeModes]:
    top = tree.node(Span(start, start + len(text)))
    if top is None:
        return {}
    switches = {use.span: use for use in uses if use.name in SWITCHES and use.kind == "call" and use.receiver}
    found: dict[str, ScopeModes] = {}
    _visit(tree, top, ScopeModes("", ()), start, switches, found)
    return found


def _visit(
    tree: Tree,
    node: Node,
    scope: ScopeModes,
    base: int,
    switches: dict[Span, Use],
    out: dict[str, ScopeModes],
) -> None:
    """Collect one function's body; those inside it are collected as scopes of their own."""
    events: list[Event] = []
    calls: list[Call] = []
    made: list[Made] = []
    loops: list[Span] = []
    bound: set[str] = set()
    returned: set[str] = set()
    for child, reach in _within(node, base):
        if child.type in _DEFINITIONS:
            _define(tree, child, scope.path, base, switches, out)
        elif child.type in _LOOPS:
            loops.append(Span(child.start_byte - base, child.end_byte - base))
        elif child.type == "return_statement" and child.named_children:
            returned.add(itself(tree.text(child.named_children[0])))
        elif child.type == "call":
            switch = switches.get(span_of(child))
            events += [_event(tree, child, switch, base, reach)] if switch is not None else []
            calls += _call(tree, child, base, reach) if switch is None else ()
        elif child.type == "assignment":
            made += _made(tree, child, base, reach)
            left = child.child_by_field_name("left")
            bound.update([tree.text(left)] if left is not None and left.type == "identifier" else [])
    kept = tuple(events), tuple(calls), tuple(made), tuple(loops), frozenset(bound), frozenset(returned)
    out[scope.path] = ScopeModes(scope.path, scope.parameters, *kept, records=bool(_RECORDS.search(tree.text(node))))


def _define(
    tree: Tree, node: Node, prefix: str, base: int, switches: dict[Span, Use], out: dict[str, ScopeModes]
) -> None:
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    if name is None or body is None:
        return
    path = f"{prefix}.{tree.text(name)}" if prefix else tree.text(name)
    if node.type == "class_definition":
        for child in _definitions(body):
            _define(tree, child, path, base, switches, out)
        return
    parameters = node.child_by_field_name("parameters")
    names = tuple(_parameters(tree, parameters)) if parameters is not None else ()
    _visit(tree, body, ScopeModes(path, names), base, switches, out)


def _definitions(body: Node) -> Iterator[Node]:
    for child in body.named_children:
        inner = child.child_by_field_name("definition") if child.type == "decorated_definition" else child
        if inner is not None and inner.type in _DEFINITIONS:
            yield inner


def _within(node: Node, base: int) -> Iterator[tuple[Node, Span | None]]:
    """The nodes of one scope in order, with the branch in which they lie; definitions inside are not entered."""
    waiting: list[tuple[Node, Span | None]] = [(node, None)]
    while waiting:
        found, reach = waiting.pop()
        yield found, reach
        if found.type in _DEFINITIONS:
            continue
        for child in reversed(found.named_children):
            branch = child.type in _CLAUSES or (child.type == "block" and found.type == "if_statement")
            branch = branch or found.type in {"conditional_expression", "boolean_operator"}
            waiting.append((child, Span(child.start_byte - base, child.end_byte - base) if branch else reach))


_ITSELF = re.compile(r"(?:\.(?:eval|train|to|cuda|cpu|float|double)\([^()]*\))+\Z")


def itself(text: str) -> str:
    """A network's text without the calls behind it that give the network itself."""
    return _ITSELF.sub("", text)


def _event(tree: Tree, node: Node, use: Use, base: int, reach: Span | None) -> Event:
    mode = SWITCHES[use.name]
    if mode == TRAINING and use.arguments:
        given = tree.slice(use.arguments[0].span)
        mode = {"True": TRAINING, "False": EVALUATION}.get(given, UNKNOWN)
    assigned = tree.assignment(use.span)
    receiver = itself(tree.slice(use.receiver)) if use.receiver else ""
    network = assigned[1] if assigned is not None else receiver
    return Event(node.end_byte - base, network, frozenset({mode}), reach)


def _made(tree: Tree, node: Node, base: int, reach: Span | None) -> Iterator[Made]:
    """The name that an assignment gives to the value of a call; not where the call takes the name itself."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or left.type not in {"identifier", "attribute"} or right.type != "call":
        return
    function = right.child_by_field_name("function")
    name, text = tree.text(left), tree.text(right)
    if function is None or tree.text(function).endswith((".eval", ".train")):
        return
    if not re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text):
        yield Made(node.end_byte - base, name, tree.text(function).rpartition(".")[2], reach)


def _call(tree: Tree, node: Node, base: int, reach: Span | None) -> Iterator[Call]:
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or given is None or given.type != "argument_list":
        return
    if function.type == "identifier":
        name, owner = tree.text(function), ""
    elif function.type == "attribute":
        member, value = function.child_by_field_name("attribute"), function.child_by_field_name("object")
        if member is None or value is None:
            return
        name, owner = tree.text(member), tree.text(value)
    else:
        return
    arguments = []
    for position, argument in enumerate(child for child in given.named_children if child.type != "comment"):
        keyword = argument.child_by_field_name("name") if argument.type == "keyword_argument" else None
        value = argument.child_by_field_name("value") if keyword is not None else argument
        key = tree.text(keyword) if keyword is not None else str(position)
        arguments.append((key, tree.text(value) if value is not None else ""))
    yield Call(node.end_byte - base, name, owner, tuple(arguments), reach)


def _parameters(tree: Tree, node: Node) -> Iterator[str]:
    for child in node.named_children:
        name = child if child.type == "identifier" else child.child_by_field_name("name")
        if name is None:
            name = next((inner for inner in child.named_children if inner.type == "identifier"), None)
        if name is not None and child.type != "comment":
            yield tree.text(name)


def mode_given(call: Call) -> str:
    """The mode that a call of a network's own train() asks for."""
    given = call.arguments[0][1] if call.arguments else "True"
    return {"True": TRAINING, "False": EVALUATION}.get(given, UNKNOWN)
