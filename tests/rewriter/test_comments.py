"""`# gluonize:` comments say what stays; they stand where a comment changes nothing, once."""

from __future__ import annotations

import ast
import textwrap

import pytest

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert

SAID = "# gluonize: torch.vmap stays PyTorch: "

CASES = {
    "a statement": ("y = torch.vmap(f)", "{said}\ny = torch.vmap(f)"),
    "in a block": ("if x:\n    y = torch.vmap(f)", "if x:\n    {said}\n    y = torch.vmap(f)"),
    "on a line with others": ("a = 1; y = torch.vmap(f)", "{said}\na = 1; y = torch.vmap(f)"),
    "in the line of an if": ("if x: y = torch.vmap(f)", "{said}\nif x: y = torch.vmap(f)"),
    "behind a continued line": ("if x: \\\n  y = torch.vmap(f)", "{said}\nif x: \\\n  y = torch.vmap(f)"),
    "in a condition": ("if a:\n    b\nelif torch.vmap(f):\n    c", "{said}\nif a:\n    b\nelif torch.vmap(f):\n    c"),
    "over several lines": ("y = g(\n    torch.vmap(f),\n)", "{said}\ny = g(\n    torch.vmap(f),\n)"),
    "behind a string": ('s = """\n"""; y = torch.vmap(f)', '{said}\ns = """\n"""; y = torch.vmap(f)'),
    "in a decorator": ("@torch.vmap\ndef f(x):\n    return x", "{said}\n@torch.vmap\ndef f(x):\n    return x"),
    "twice in a line": ("y = torch.vmap(f), torch.vmap(f)", "{said}\ny = torch.vmap(f), torch.vmap(f)"),
}  # fmt: skip


def converted(text: str) -> str:
    return convert(Document(text), load_catalogue(), "nd", comments=True).text


@pytest.mark.parametrize(("code", "expected"), CASES.values(), ids=CASES)
def test_a_comment_stands_above_what_stays(code: str, expected: str) -> None:
    result = converted(f"import torch\n{code}\n")
    said = next(line.strip() for line in result.splitlines() if SAID in line)
    assert result == f"import torch\n{expected.format(said=said)}\n"
    assert ast.dump(ast.parse(result)) == ast.dump(ast.parse(f"import torch\n{code}\n"))


@pytest.mark.parametrize(("code", "expected"), CASES.values(), ids=CASES)
def test_a_second_conversion_repeats_no_comment(code: str, expected: str) -> None:
    once = converted(f"import torch\n{code}\n")
    assert converted(once) == once


def test_without_the_wish_there_are_no_comments() -> None:
    assert "gluonize:" not in convert(Document("import torch\ny = torch.vmap(f)\n"), load_catalogue(), "nd").text


def test_the_rest_of_the_file_converts() -> None:
    text = textwrap.dedent("""\
        import torch
        x = torch.ones(2)
        y = torch.vmap(x)
        """)
    result = converted(text)
    assert "x = mx.nd.ones((2,))\n# gluonize: torch.vmap" in result
