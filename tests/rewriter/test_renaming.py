"""Helpers get other names where a file has taken theirs: only the names themselves change."""

from __future__ import annotations

import ast
from importlib import resources

import pytest

from gluonize.rewriter.renaming import rename_globals

CASES = {
    "the function and its calls": ("def f(x):\n    return g(f(x))", "def mx_f(x):\n    return g(mx_f(x))"),
    "a parameter of the same name": ("def f(f):\n    return f", "def mx_f(f):\n    return f"),
    "a keyword": ("def h(x):\n    return g(f=1, y=f)", "def h(x):\n    return g(f=1, y=mx_f)"),
    "a local variable": ("def h(x):\n    a, f = x\n    return g(f=f)", "def h(x):\n    a, f = x\n    return g(f=f)"),
    "an attribute and a string": ("def h(x):\n    return x.f('f')", "def h(x):\n    return x.f('f')"),
    "a base class": ("class A(f):\n    pass", "class A(mx_f):\n    pass"),
    "a class": ("class f(A):\n    def f(s):\n        return f", "class mx_f(A):\n    def f(s):\n        return mx_f"),
    "behind other letters": ('def h(x):\n    return "ü", f, f', 'def h(x):\n    return "ü", mx_f, mx_f'),
    "a lambda": ("h = lambda f: f(g)", "h = lambda f: f(g)"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_global_names_change(text: str, expected: str) -> None:
    assert rename_globals(text, {"f": "mx_f"}) == expected


def test_every_helper_stays_valid_under_another_name() -> None:
    for target in ("nd", "np"):
        for path in (resources.files("gluonize") / "helpers" / target).iterdir():
            if not path.name.endswith(".py"):
                continue
            name, text = path.name[:-3], path.read_text(encoding="utf-8")
            renamed = rename_globals(text, {name: f"mx_{name}"})
            defined = {node.name for node in ast.parse(renamed).body if hasattr(node, "name")}
            assert f"mx_{name}" in defined
