"""Imports of PyTorch that nothing uses any more are removed, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tree_sitter import Node

from gluonize.analysis.packages import is_torch
from gluonize.catalogue.names import canonical
from gluonize.rewriter.blocks import deletion
from gluonize.rewriter.imports import IMPORT_MX
from gluonize.rewriter.model import Edit, apply_edits

if TYPE_CHECKING:
    from gluonize.rewriter.program import Program

ALIASES = {
    "torch.nn": ("mxnet.gluon", "nn", "mx.gluon.nn."),
    "torchvision.transforms": ("mxnet.gluon.data.vision", "transforms", "mx.gluon.data.vision.transforms."),
    "torchvision.datasets": ("mxnet.gluon.data.vision", "datasets", "mx.gluon.data.vision.datasets."),
}
"""Modules whose alias in the user's file lives on for their MXNet counterpart."""


class Tidied(NamedTuple):
    """The conversion's edits with aliases put to use, and those that replace or remove imports."""

    edits: list[Edit]
    imports: list[Edit]
    inner: list[Edit]
    """Of imports in the blocks of other statements."""


def tidy_edits(program: Program, edits: list[Edit], replaced: Iterable[str]) -> Tidied:
    """Let the PyTorch imports go that nothing refers to after the conversion's `edits`.

    None of these touches an import statement. `replaced` are names that helpers take.
    """
    converted = apply_edits(program.source, tuple(edits))
    left = _identifiers(converted) - set(replaced)
    changes: list[Edit] = []
    root = program.document.tree.root_node
    for node in _torch_imports(root, program.source):
        change, shorten = _tidy(program, node, left)
        if change is not None:
            changes.append(change)
        for long, short in shorten:
            edits = [Edit(edit.start, edit.end, _shortened(edit.text, long, short)) for edit in edits]
    return Tidied(edits, changes, list(_inner(program, root, left)) if edits else [])


def _inner(program: Program, root: Node, left: set[str]) -> Iterator[Edit]:
    """The changes of imports in the blocks of other statements, which are not left empty."""
    for block in _blocks(root):
        changes: dict[int, Edit] = {}
        for node in _torch_imports(block, program.source):
            change, _ = _tidy(program, node, left, aliases={})
            if change is not None:
                changes[node.id] = change
        statements = [child for child in block.named_children if child.type != "comment"]
        removed = [node for node in statements if node.id in changes and not changes[node.id].text.strip(" \n")]
        if removed:
            yield from _filled(program, block, statements, removed, changes)
        else:
            yield from changes.values()


def _filled(
    program: Program, block: Node, statements: list[Node], removed: list[Node], changes: dict[int, Edit]
) -> Iterator[Edit]:
    """The changes of a block of which imports go: a try asks for MXNet instead, others go or get a `pass`."""
    owner = block.parent
    if owner is not None and owner.type == "try_statement" and owner.child_by_field_name("body") == block:
        changes[removed[0].id] = Edit(removed[0].start_byte, removed[0].end_byte, IMPORT_MX)
    elif len(removed) == len(statements):
        lone = owner is not None and owner.type == "if_statement" and not owner.children_by_field_name("alternative")
        if lone and owner is not None and owner.parent is not None and owner.parent.type == "module":
            yield deletion(program, owner)
            return
        changes[removed[-1].id] = Edit(removed[-1].start_byte, removed[-1].end_byte, "pass")
    yield from changes.values()


def _blocks(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        if child.type == "block":
            yield child
        if child.type in _COMPOUND:
            yield from _blocks(child)


_COMPOUND = frozenset(
    "block if_statement elif_clause else_clause try_statement except_clause finally_clause with_statement"
    " function_definition class_definition decorated_definition for_statement while_statement".split()
)


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


def _path(node: Node, source: bytes) -> tuple[str, str]:
    """The dotted path and the bound name of one imported name."""
    name = node.child_by_field_name("name") if node.type == "aliased_import" else node
    alias = node.child_by_field_name("alias") if node.type == "aliased_import" else None
    path = source[name.start_byte : name.end_byte].decode() if name is not None else ""
    bound = source[alias.start_byte : alias.end_byte].decode() if alias is not None else ""
    return path, bound


def _tidy(
    program: Program, node: Node, left: set[str], aliases: Mapping[str, tuple[str, str, str]] = ALIASES
) -> tuple[Edit | None, list[tuple[str, str]]]:
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
        elif full in aliases and (alias or prefix):
            package, name, long = aliases[full]
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
