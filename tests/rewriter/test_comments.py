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


STALE = "# gluonize: torch.relu stays PyTorch: it was so"

OUTDATED = {
    "above what converts now": (f"{STALE}\ny = torch.relu(x)\n", "y = mx.nd.relu(x)\n"),
    "above what stays for another reason": (f"{STALE}\ny = torch.vmap(f)\n", "y = torch.vmap(f)\n"),
    "in a block": (f"def f(x: torch.Tensor):\n    {STALE}\n    return x\n", "def f(x: mx.nd.NDArray):\n    return x\n"),
    "among others": (f"# one\n{STALE}\n# two\n\ny = torch.relu(x)\n", "# one\n# two\n\ny = mx.nd.relu(x)\n"),
    "at the end": (f"y = 1\n{STALE}", "y = 1\n"),
    "in a string": (f's = """\n{STALE}\n"""\n', f's = """\n{STALE}\n"""\n'),
    "of a person": ("# gluonize: ignore\ny = 1\n", "# gluonize: ignore\ny = 1\n"),
}  # fmt: skip


@pytest.mark.parametrize("comments", [False, True])
@pytest.mark.parametrize(("code", "expected"), OUTDATED.values(), ids=OUTDATED)
def test_a_comment_that_is_not_true_any_more_goes(code: str, expected: str, comments: bool) -> None:
    result = convert(Document(f"import torch\n{code}"), load_catalogue(), "nd", comments=comments).text
    said = [line for line in result.splitlines() if SAID in line]
    body = "".join(line for line in result.splitlines(keepends=True) if "import" not in line and SAID not in line)
    assert body == expected
    assert bool(said) == (comments and "vmap" in code)


def test_a_comment_that_is_true_stays_without_the_wish() -> None:
    once = converted("import torch\n\ny = torch.vmap(f)\n").replace("y =", "# mine\ny =")
    assert convert(Document(once), load_catalogue(), "nd").edits == ()


def test_lines_that_move_in_keep_their_place_where_a_comment_goes() -> None:
    text = textwrap.dedent(f"""\
        import torch
        from torch import nn
        net = nn.Linear(2, 1)
        opt = torch.optim.SGD(net.parameters(), lr=0.1)
        for x in [torch.ones(3, 2)]:
            opt.zero_grad()
            {STALE}
            loss = net(x).sum()
            {STALE}
            loss.backward()
            opt.step()
        """)
    result = converted(text)
    assert STALE not in result
    assert result == converted("".join(line for line in text.splitlines(keepends=True) if STALE not in line))
    ast.parse(result)
