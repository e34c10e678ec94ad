"""Statements and blocks around an offset: what the structural rules ask of the syntax tree."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from gluonize.analysis import Document, Span

_BOM = b"\xef\xbb\xbf"
_STATEMENTS = frozenset(
    "expression_statement return_statement if_statement for_statement while_statement try_statement "
    "with_statement delete_statement assert_statement raise_statement pass_statement function_definition "
    "class_definition decorated_definition import_statement import_from_statement global_statement "
    "break_statement continue_statement match_statement".split()
)


class Tree:
    """A view of a document's syntax tree by offsets."""

    def __init__(self, document: Document) -> None:
        self._root = document.tree.root_node
        self._source = document.data

    @property
    def root(self) -> Node:
        """The whole text."""
        return self._root

    def node(self, span: Span) -> Node | None:
        """The largest node that is exactly `span`."""
        found = self._root.descendant_for_byte_range(span.start, span.end)
        if found is None or (found.start_byte, found.end_byte) != span:
            return None
        while found.parent is not None and (found.parent.start_byte, found.parent.end_byte) == span:
            if found.parent.type in {"module", "block"} or found.parent.type in _STATEMENTS:
                break
            found = found.parent
        return found

    def expression(self, span: Span) -> Node | None:
        """The smallest node that is exactly `span`."""
        found = self._root.descendant_for_byte_range(span.start, span.end)
        return found if found is not None and (found.start_byte, found.end_byte) == span else None

    def indexed(self, span: Span) -> Span:
        """What a subscript indexes; any other expression as it is."""
        node = self.expression(span)
        value = node.child_by_field_name("value") if node is not None and node.type == "subscript" else None
        return span if value is None else span_of(value)

    def statement(self, span: Span) -> Node | None:
        """The innermost statement that holds `span`."""
        found: Node | None = self._root.descendant_for_byte_range(span.start, span.end)
        while found is not None and found.type not in _STATEMENTS:
            found = found.parent
        return found

    def whole_statement(self, span: Span) -> Node | None:
        """The statement that consists of the expression `span` alone, or None."""
        statement = self.statement(span)
        if statement is None or statement.type != "expression_statement":
            return None
        return statement if span_of(statement) == span else None

    def assignment(self, span: Span) -> tuple[Node, str] | None:
        """The statement `target = <span>` and the text of its single target, a name or an attribute chain."""
        statement = self.statement(span)
        if statement is None or statement.type != "expression_statement" or len(statement.named_children) != 1:
            return None
        assignment = statement.named_children[0]
        if assignment.type != "assignment":
            return None
        left, right = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
        if left is None or right is None or span_of(right) != span or left.type not in {"identifier", "attribute"}:
            return None
        return statement, self.text(left)

    def text(self, node: Node) -> str:
        return self._source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def slice(self, span: Span) -> str:
        """The source of a span."""
        return self._source[span.start : span.end].decode("utf-8", "replace")

    def indentation(self, offset: int) -> str:
        """The white space at the start of the line of `offset`."""
        start = self.line_start(offset)
        end = start
        while self._source[end : end + 1] in {b" ", b"\t"}:
            end += 1
        return self._source[start:end].decode()

    def line_start(self, offset: int) -> int:
        """The offset of the first character of a line, behind a byte order mark."""
        start = self._source.rfind(b"\n", 0, offset) + 1
        return len(_BOM) if start == 0 and self._source.startswith(_BOM) else start

    def line_end(self, offset: int) -> int:
        """The offset of the line break that ends the line of `offset` (of its CR, in a CRLF file)."""
        end = self._source.find(b"\n", offset)
        if end < 0:
            return len(self._source)
        return end - 1 if end > offset and self._source[end - 1 : end] == b"\r" else end

    def newline(self) -> str:
        """The line break that the text uses."""
        return "\r\n" if b"\r\n" in self._source[:65536] else "\n"

    def alone_on_its_lines(self, node: Node) -> bool:
        """Whether nothing but white space and a comment shares the statement's lines."""
        before = self._source[self.line_start(node.start_byte) : node.start_byte]
        after = self._source[node.end_byte : self.line_end(node.end_byte)]
        return not before.strip() and (not after.strip() or after.strip().startswith(b"#"))

    def siblings(self, statement: Node) -> list[Node]:
        """The statements of the block that holds `statement`, comments left out."""
        parent = statement.parent
        if parent is None:
            return [statement]
        return [child for child in parent.named_children if child.type != "comment"]

    def where_bound(self, name: str) -> tuple[Span, ...]:
        """The functions that have a variable `name` of their own; the whole text where it is known outside of them."""
        found: dict[Span, bool] = {}
        for node in names_in(self._root):
            if self.text(node) != name:
                continue
            function = self.enclosing(node, "function_definition")
            place = span_of(function or self._root)
            found[place] = found.get(place, False) or function is None or _binds(node)
        return tuple(span for span, bound in found.items() if bound)

    def enclosing(self, node: Node, *kinds: str) -> Node | None:
        """The nearest ancestor of one of `kinds`."""
        found = node.parent
        while found is not None and found.type not in kinds:
            found = found.parent
        return found


def span_of(node: Node) -> Span:
    """The byte range of a node."""
    return Span(node.start_byte, node.end_byte)


def names_in(root: Node) -> Iterator[Node]:
    """The identifiers under a node that are no members and no keywords."""
    stack = [root]
    while stack:
        node = stack.pop()
        stack.extend(reversed(node.children))
        parent = node.parent
        if node.type != "identifier" or parent is None:
            continue
        field = {"attribute": "attribute", "keyword_argument": "name"}.get(parent.type)
        if field is None or parent.child_by_field_name(field) != node:
            yield node


def _binds(name: Node) -> bool:
    """Whether a name is a parameter, or the target of an assignment or a loop."""
    node, parent = name, name.parent
    while parent is not None and parent.type in {"pattern_list", "tuple_pattern", "list_pattern", "typed_parameter"}:
        node, parent = parent, parent.parent
    if parent is None or parent.type == "parameters":
        return parent is not None
    targets = (parent.child_by_field_name(field) for field in ("left", "name"))
    return parent.type in {"assignment", "for_statement", "default_parameter", "typed_default_parameter"} and any(
        target == node for target in targets
    )
