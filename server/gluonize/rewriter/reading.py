"""Which members of itself a network's method reads on every way through it.

Names are those of `self`'s members ("encoder") and, with a dot before them, of plain variables (".layer").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tree_sitter import Node

Names = frozenset[str]

_NONE: Names = frozenset()
_ALL = "*"
"""What reads members by names that the text does not hold may read each of them."""
_ANYTHING = frozenset({"getattr", "_modules", "children", "named_children", "modules", "named_modules", "parameters"})
_DEFINITIONS = frozenset({"function_definition", "lambda", "class_definition"})
_LOOPS = frozenset({"for_statement", "while_statement"})


def reads_all(found: Names, wanted: Names) -> bool:
    """Whether what was read holds all of the members `wanted`."""
    return _ALL in found or found >= wanted


class Reader:
    """Reads the methods of one class, those that they call included."""

    def __init__(self, methods: dict[str, Node]) -> None:
        self._methods = methods
        self._known: dict[str, Names] = {}

    def method(self, name: str) -> Names:
        """What a method reads on each way that ends in a value; everything where it only raises an error."""
        if name not in self._known:
            self._known[name] = _NONE
            body = self._methods[name].child_by_field_name("body")
            ends: list[Names] = []
            last = self._block(body, _NONE, ends) if body is not None else _NONE
            self._known[name] = _common([*ends, *([last] if last is not None else [])])
        return self._known[name]

    def block(self, node: Node) -> Names:
        """What is read on every way through a block that gets to its end."""
        return self._block(node, _NONE, []) or _NONE

    def _block(self, block: Node, before: Names, ends: list[Names]) -> Names | None:
        """What is read behind a block, None where nothing gets there; `ends` takes what is read at each return."""
        found = before
        for statement in block.named_children:
            behind = self._statement(statement, found, ends)
            if behind is None:
                return None
            found = behind
        return found

    def _statement(self, node: Node, before: Names, ends: list[Names]) -> Names | None:
        if node.type == "return_statement":
            ends.append(before | self._read(node))
            return None
        if node.type in {"raise_statement", "break_statement", "continue_statement"}:
            return None
        if node.type == "if_statement":
            return self._choice(node, before, ends)
        if node.type in _LOOPS:
            return self._loop(node, before, ends)
        if node.type == "with_statement":
            head = _text(node).partition(":")[0]
            body = node.child_by_field_name("body")
            if body is None or "no_grad" in head or "inference_mode" in head:
                return before
            return self._block(body, before | self._read_parts(node, besides=body), ends)
        if node.type == "try_statement":
            body = node.child_by_field_name("body")
            return self._block(body, before, ends) if body is not None else before
        return before | self._read(node)

    def _choice(self, node: Node, before: Names, ends: list[Names]) -> Names | None:
        condition, chosen = node.child_by_field_name("condition"), node.child_by_field_name("consequence")
        others = node.children_by_field_name("alternative")
        if condition is None or chosen is None:
            return before
        before |= self._read(condition)
        training = {"self.training": True, "not self.training": False}.get(_text(condition))
        ways = [self._block(chosen, before, ends)] if training is not False else []
        for other in others if training is not True else ():
            if other.type == "elif_clause":
                before |= self._read(other.child_by_field_name("condition"))
            body = other.child_by_field_name("body") or other.child_by_field_name("consequence")
            ways.append(self._block(body, before, ends) if body is not None else before)
        if training is not True and not any(other.type == "else_clause" for other in others):
            ways.append(before)
        going = [way for way in ways if way is not None]
        return _common(going) if going else None

    def _loop(self, node: Node, before: Names, ends: list[Names]) -> Names | None:
        """A loop is taken to turn at least once; what it runs over is read where each turn reads its variable."""
        body, source = node.child_by_field_name("body"), node.child_by_field_name("right")
        if body is None:
            return before
        turn = self._block(body, before, ends)
        turn = before if turn is None and _leaves(body) else turn
        variables = {f".{_text(part)}" for part in _identifiers(node.child_by_field_name("left"))}
        if source is not None and turn is not None and variables & turn and not _leaves(body):
            turn |= self._read(source)
        return turn if turn is not None else before

    def _read(self, node: Node | None) -> Names:
        """What an expression or a simple statement reads whatever its conditions are."""
        if node is None:
            return _NONE
        reader = _READERS.get(node.type)
        return reader(self, node) if reader is not None else self._read_parts(node)

    def _read_parts(self, node: Node, besides: Node | None = None) -> Names:
        return _union(self._read(child) for child in node.named_children if child != besides)

    def _attribute(self, node: Node) -> Names:
        owner, member = node.child_by_field_name("object"), node.child_by_field_name("attribute")
        if owner is None or member is None or _text(owner) != "self":
            return self._read(owner)
        name = _text(member)
        if name in self._methods:
            return self.method(name)
        return frozenset({_ALL if name in _ANYTHING else name})

    def _call(self, node: Node) -> Names:
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        text = _text(function) if function is not None else ""
        if text.endswith(".detach"):
            return _NONE
        if text in {"getattr", "vars"} or text.startswith("super()"):
            return frozenset({_ALL})
        if text == "hasattr" and arguments is not None and len(arguments.named_children) == 2:
            return frozenset({_text(arguments.named_children[1]).strip("'\"")})
        return self._read_parts(node)

    def _conditional(self, node: Node) -> Names:
        chosen, condition, *other = node.named_children
        return self._read(condition) | _common([self._read(chosen), _union(self._read(part) for part in other)])

    def _first(self, node: Node) -> Names:
        return self._read(node.named_children[0]) if node.named_children else _NONE

    def _subscript(self, node: Node) -> Names:
        """A layer of a container that is run is known to be read where its key is a constant or a loop's variable."""
        value = node.child_by_field_name("value")
        keys = [child for child in node.named_children if child != value]
        run = node.parent is not None and node.parent.child_by_field_name("function") == node
        kept = _NONE if run and not all(_fixed(key) for key in keys) else self._read(value)
        return kept | _union(self._read(key) for key in keys)

    def _assignment(self, node: Node) -> Names:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        bound = {f".{_text(name)}" for name in _identifiers(left)} if left is not None else set()
        return self._read(right) | (self._read(left) - bound)

    def _identifier(self, node: Node) -> Names:
        return frozenset({f".{_text(node)}"})


_READERS: dict[str, Callable[[Reader, Node], Names]] = {
    "assignment": Reader._assignment,
    "attribute": Reader._attribute,
    "call": Reader._call,
    "conditional_expression": Reader._conditional,
    "boolean_operator": Reader._first,
    "subscript": Reader._subscript,
    "identifier": Reader._identifier,
}


def _common(ways: Iterable[Names]) -> Names:
    found: Names | None = None
    for way in ways:
        if _ALL not in way:
            found = way if found is None else found & way
    return frozenset({_ALL}) if found is None else found


def _union(parts: Iterable[Names]) -> Names:
    return _NONE.union(*parts)


def _fixed(key: Node) -> bool:
    """Whether a key is a constant, a slice of constants, or the variable of a loop around it."""
    names = {_text(node) for node in _identifiers(key)}
    around: Node | None = key
    while around is not None and names and around.type not in _DEFINITIONS:
        clauses = [child for child in around.named_children if child.type == "for_in_clause"]
        for loop in [*clauses, *([around] if around.type == "for_statement" else [])]:
            names -= {_text(node) for node in _identifiers(loop.child_by_field_name("left"))}
        around = around.parent
    return not names


def _leaves(body: Node) -> bool:
    """Whether a turn of a loop may end before its last statement."""
    waiting = list(body.named_children)
    while waiting:
        node = waiting.pop()
        if node.type in {"continue_statement", "break_statement"}:
            return True
        if node.type not in _LOOPS and node.type not in _DEFINITIONS:
            waiting += node.named_children
    return False


def _identifiers(node: Node | None) -> list[Node]:
    if node is None:
        return []
    if node.type == "identifier":
        return [node]
    return [found for child in node.named_children for found in _identifiers(child)]


def _text(node: Node) -> str:
    return node.text.decode("utf-8", "replace") if node.text is not None else ""
