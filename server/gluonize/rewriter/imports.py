"""Imports and helpers: what the edits of a conversion need, added once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.catalogue import Target
from gluonize.rewriter import helper_names
from gluonize.rewriter.helper_names import helper_text, split_helper
from gluonize.rewriter.model import Edit

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

_BLANK_LINES = re.compile(rb"(?:[ \t]*\r?\n)+")
_BASE = re.compile(r"^class \w+\((\w+)\)", re.MULTILINE)
IMPORT_MX = "import mxnet as mx"
_SETUP_NP = "mx.npx.set_np()"


def in_order(names: Iterable[str], target: Target) -> list[str]:
    """Helpers by name, but each class behind the one that it derives from."""
    wanted, ordered = set(names), list[str]()

    def place(name: str) -> None:
        base = _BASE.search(helper_text(name, target))
        if base is not None and base[1] in wanted:
            place(base[1])
        if name not in ordered:
            ordered.append(name)

    for name in sorted(wanted):
        place(name)
    return ordered


def import_edits(
    program: Program,
    edits: Iterable[Edit],
    helpers: Iterable[str],
    removed: Iterable[Edit] = (),
    inner: Iterable[Edit] = (),
) -> list[Edit]:
    """The edits that add the imports and the helpers which `edits` need.

    Imports take the place of the first import in `removed`, if there is one; else they go behind the last import in
    front of the first edit, as helpers do. What edits of imports in blocks (`inner`) ask for is not asked for again.
    """
    edits, removed = list(edits), list(removed)
    used = min((edit.start for edit in edits if edit not in removed), default=len(program.source))
    imports, bodies = _needed(program, edits, helpers)
    if any(edit.text == IMPORT_MX for edit in inner):
        imports = [line for line in imports if line != IMPORT_MX]
    newline = program.tree.newline()
    added: list[Edit] = []
    gone = next((edit for edit in removed if not edit.text), None)
    if imports and gone is not None and gone.start <= used:
        added.append(Edit(gone.start, gone.start, newline.join(imports) + newline))
        imports = []
    if imports or bodies:
        added.append(_insertion(program, imports, bodies, removed, used))
    return added


def _insertion(program: Program, imports: list[str], bodies: list[str], removed: Iterable[Edit], used: int) -> Edit:
    """The edit that adds imports and definitions in front of `used`, two blank lines around each definition."""
    newline = program.tree.newline()
    place, before, after = _anchor(program, used)
    gone = next((edit for edit in removed if not edit.text and edit.start <= place <= edit.end), None)
    if gone is not None:
        place, before, after = gone.end, "", newline
    text = newline.join(imports)
    for body in bodies:
        lines = newline.join(body.splitlines())
        text += (newline if text else "") + newline * 2 + lines
    if bodies:
        blank = _BLANK_LINES.match(program.source, place)
        found = blank[0].count(b"\n") - (0 if after else 1) if blank else 0
        after += newline * max(0, 2 - found)
    return Edit(place, place, f"{before}{text}{after}")


def _needed(program: Program, edits: Iterable[Edit], helpers: Iterable[str]) -> tuple[list[str], list[str]]:
    written = "\n".join(edit.text for edit in edits)
    source = program.document.text.replace("\r\n", "\n")
    imports: list[str] = []
    bodies: list[str] = []
    for name in in_order(helpers, program.target):
        own, body = split_helper(helper_text(name, program.target))
        renamed = helper_names.renamed(body, program.around.taken)
        if body in source or renamed in source:
            continue
        imports += [line for line in own if line not in imports]
        bodies.append(renamed)
    if re.search(r"\bmx\.", written) and IMPORT_MX not in imports and not imports_mx(source):
        imports.insert(0, IMPORT_MX)
    imports = [line for line in imports if not _has_line(source, line)]
    if program.target == "np" and re.search(r"\bmx\.", written + "".join(bodies)) and _SETUP_NP not in source:
        imports += ["", _SETUP_NP]
    return imports, bodies


def imports_mx(source: str) -> bool:
    """Whether a text has MXNet as `mx`, be it with others in one import."""
    return "mxnet as mx" in source and re.search(r"(?m)^[ \t]*import .*\bmxnet as mx\b", source) is not None


def _has_line(source: str, line: str) -> bool:
    return re.search(rf"^{re.escape(line)}\s*(#.*)?$", source, re.MULTILINE) is not None


def _anchor(program: Program, used: int) -> tuple[int, str, str]:
    """Where new imports go (behind the last top-level import in front of `used`), and the line breaks around them."""
    tree, newline = program.tree, program.tree.newline()
    last: Node | None = None
    for node in program.document.tree.root_node.named_children:
        if node.start_byte >= used:
            break
        if node.type in _IMPORTS or (node.type == "try_statement" and _imports(node)):
            last = node
    if last is not None:
        return tree.line_end(last.end_byte), newline, ""
    children = [n for n in program.document.tree.root_node.named_children if n.type != "comment"]
    if children and _is_docstring(children[0]):
        return tree.line_end(children[0].end_byte), newline + newline, ""
    start = tree.line_start(children[0].start_byte) if children else 0
    return start, "", newline


_IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})


def _imports(statement: Node) -> bool:
    """Whether a try statement is about imports."""
    body = statement.child_by_field_name("body")
    return body is not None and any(child.type in _IMPORTS for child in body.named_children)


def _is_docstring(node: Node) -> bool:
    return node.type == "expression_statement" and bool(node.named_children) and node.named_children[0].type == "string"
