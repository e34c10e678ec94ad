"""The arguments of the catalogue's examples."""

from __future__ import annotations

import ast

from gluonize.catalogue import Entry


def example_arguments(entry: Entry, example: str) -> dict[str, str] | None:
    """The texts of an example's arguments by the parameters of the entry; None where it is no plain call of it."""
    try:
        node = ast.parse(example, mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(node, ast.Call) or entry.signature is None:
        return None
    names = [parameter.name for parameter in entry.signature.parameters if not parameter.keyword_only]
    given = list(node.args)
    found: dict[str, str] = {}
    root = node.func
    while isinstance(root, ast.Attribute):
        root = root.value
    if isinstance(node.func, ast.Attribute) and not (isinstance(root, ast.Name) and root.id in ("torch", "nn", "F")):
        if entry.kind == "method":
            found["self"] = ast.unparse(node.func.value)
        else:
            given.insert(0, node.func.value)
    found |= {name: ast.unparse(value) for name, value in zip(names, given, strict=False)}
    return found | {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg}
