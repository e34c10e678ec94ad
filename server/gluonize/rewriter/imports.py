"""Imports and helpers: what the edits of a conversion need, added once; what nothing uses any more, removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tree_sitter import Node

from gluonize.analysis.packages import is_torch
from gluonize.catalogue import Target
from gluonize.catalogue.names import canonical
from gluonize.rewriter import helper_names
from gluonize.rewriter.helper_names import helper_text, split_helper
from gluonize.rewriter.model import Edit, apply_edits

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

ALIASES = {
    "torch.nn": ("mxnet.gluon", "nn", "mx.gluon.nn."),
    "torchvision.transforms": ("mxnet.gluon.data.vision", "transforms", "mx.gluon.data.vision.transforms."),
    "torchvision.datasets": ("mxnet.gluon.data.vision", "datasets", "mx.gluon.data.vision.datasets."),
}
"""Modules whose alias in the user's file lives on for their MXNet counterpart."""

_BLANK_LINES = re.compile(rb"(?:[ \t]*\r?\n)+")
_BASE = re.compile(r"^class \w+\((\w+)\)", re.MULTILINE)
_IMPORT_MX = "import mxnet as mx"
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
    program: Program, edits: Iterable[Edit], helpers: Iterable[str], removed: Iterable[Edit] = ()
) -> list[Edit]:
    """The edits that add the imports and the helpers which `edits` need.

    Imports take the place of the first import in `removed`, if there is one; else they go behind the last import in
    front of the first edit, as helpers do.
    """
    edits, removed = list(edits), list(removed)
    used = min((edit.start for edit in edits if edit not in removed), default=len(program.source))
    imports, bodies = _needed(program, edits, helpers)
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
    if re.search(r"\bmx\.", written) and _IMPORT_MX not in imports and not imports_mx(source):
        imports.insert(0, _IMPORT_MX)
    imports = [line for line in imports if not _has_line(source, line)]
    if program.target == "np" and re.search(r"\bmx\.", written + "".join(bodies)) and _SETUP_NP not in source:
        imports += ["", _SETUP_NP]
    return imports, bodies


def imports_mx(source: str) -> bool:
    """Whether a text has MXNet as `mx`, be it with others in one import."""
    return "mxnet as mx" in source and re.search(r"(?m)^import .*\bmxnet as mx\b", source) is not None


def _has_line(source: str, line: str) -> bool:
    return re.search(rf"^{re.escape(line)}\s*(#.*)?$", source, re.MULTILINE) is not None


def _anchor(program: Program, used: int) -> tuple[int, str, str]:
    """Where new imports go (behind the last top-level import in front of `used`), and the line breaks around them."""
    tree, newline = program.tree, program.tree.newline()
    last: Node | None = None
    for node in program.document.tree.root_node.named_children:
        if node.start_byte >= used:
            break
        if node.type in {"import_statement", "import_from_statement", "future_import_statement"}:
            last = node
    if last is not None:
        return tree.line_end(last.end_byte), newline, ""
    children = [n for n in program.document.tree.root_node.named_children if n.type != "comment"]
    if children and _is_docstring(children[0]):
        return tree.line_end(children[0].end_byte), newline + newline, ""
    start = tree.line_start(children[0].start_byte) if children else 0
    return start, "", newline


def _is_docstring(node: Node) -> bool:
    return node.type == "expression_statement" and bool(node.named_children) and node.named_children[0].type == "string"


# -- imports of PyTorch that nothing uses any more ----------------------------------------------------------------


def tidy_edits(program: Program, edits: list[Edit], replaced: Iterable[str]) -> tuple[list[Edit], list[Edit]]:
    """The edits with aliases put to use, and those that replace or remove PyTorch imports nothing refers to.

    `edits` are the conversion's, none of which touches an import statement. `replaced` are names that helpers take.
    """
    converted = apply_edits(program.source, tuple(edits))
    left = _identifiers(converted) - set(replaced)
    changes: list[Edit] = []
    for node in _torch_imports(program.document.tree.root_node, program.source):
        change, shorten = _tidy(program, node, left)
        if change is not None:
            changes.append(change)
        for long, short in shorten:
            edits = [Edit(edit.start, edit.end, _shortened(edit.text, long, short)) for edit in edits]
    return edits, changes


def _shortened(text: str, long: str, short: str) -> str:
    return re.sub(rf"\b{re.escape(long)}", short, text)


def _identifiers(source: bytes) -> set[str]:
    """The names that a text refers to outside of its import statements."""
    from gluonize.analysis.parsing import parse

    found: set[str] = set()
    stack = [parse(source).root_node]
    while stack:
        node = stack.pop()
        if node.type in {"import_statement", "import_from_statement"}:
            continue
        if node.type == "identifier":
            parent = node.parent
            attribute = (
                parent.child_by_field_name("attribute") if parent is not None and parent.type == "attribute" else None
            )
            if attribute is None or attribute.start_byte != node.start_byte:
                found.add(source[node.start_byte : node.end_byte].decode("utf-8", "replace"))
        elif node.type == "string" and node.parent is not None and node.parent.type == "type":
            found.update(re.findall(r"\w+", source[node.start_byte : node.end_byte].decode("utf-8", "replace")))
        stack.extend(node.children)
    return found


def _torch_imports(root: Node, source: bytes) -> Iterator[Node]:
    for node in root.named_children:
        if node.type == "import_statement":
            names = [_path(child, source) for child in node.named_children]
            if any(is_torch(path) for path, _ in names):
                yield node
        elif node.type == "import_from_statement":
            module = node.child_by_field_name("module_name")
            if module is not None and is_torch(source[module.start_byte : module.end_byte].decode()):
                yield node
        elif node.type in {"try_statement", "if_statement", "block", "else_clause", "except_clause"}:
            continue


def _path(node: Node, source: bytes) -> tuple[str, str]:
    """The dotted path and the bound name of one imported name."""
    name = node.child_by_field_name("name") if node.type == "aliased_import" else node
    alias = node.child_by_field_name("alias") if node.type == "aliased_import" else None
    path = source[name.start_byte : name.end_byte].decode() if name is not None else ""
    bound = source[alias.start_byte : alias.end_byte].decode() if alias is not None else ""
    return path, bound


def _tidy(program: Program, node: Node, left: set[str]) -> tuple[Edit | None, list[tuple[str, str]]]:
    source = program.source
    prefix = ""
    children = [child for child in node.named_children if child.type in {"dotted_name", "aliased_import"}]
    if node.type == "import_from_statement":
        module = node.child_by_field_name("module_name")
        if module is None or any(child.type == "wildcard_import" for child in node.children):
            return None, []
        prefix = source[module.start_byte : module.end_byte].decode() + "."
        children = node.children_by_field_name("name")
    kept: list[str] = []
    added: dict[str, list[str]] = {}
    shorten: list[tuple[str, str]] = []
    for child in children:
        path, alias = _path(child, source)
        bound = alias or (path if prefix else path.partition(".")[0])
        full = canonical(prefix + path)
        if not is_torch(full) or bound in left:
            kept.append(program.text_of(child))
        elif full in ALIASES and (alias or prefix):
            package, name, long = ALIASES[full]
            added.setdefault(package, []).append(name if bound == name else f"{name} as {bound}")
            shorten.append((long, f"{bound}."))
    if len(kept) == len(children):
        return None, []
    lines = [f"from {package} import {', '.join(names)}" for package, names in added.items()]
    return _import_edit(program, node, prefix, kept, lines), shorten


def _import_edit(program: Program, node: Node, prefix: str, kept: list[str], added: list[str]) -> Edit:
    lines = list(added)
    if kept:
        head = f"from {prefix[:-1]} import" if prefix else "import"
        lines.insert(0, f"{head} {', '.join(kept)}")
    if lines:
        indent = program.tree.indentation(node.start_byte)
        return Edit(node.start_byte, node.end_byte, f"{program.tree.newline()}{indent}".join(lines))
    if not program.tree.alone_on_its_lines(node):
        return Edit(node.start_byte, node.end_byte, "pass")
    start = program.tree.line_start(node.start_byte)
    end = program.source.find(b"\n", node.end_byte)
    return Edit(start, len(program.source) if end < 0 else end + 1, "")
