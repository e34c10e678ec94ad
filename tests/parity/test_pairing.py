"""Which statements of a conversion stand for which statement of the program."""

from __future__ import annotations

import ast

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.parity.names import assigned, loaded, local_names
from gluonize.parity.pairing import Pairing, Unit, pair
from gluonize.rewriter import convert
from gluonize.rewriter.model import Edit, apply_edits

TRAINING = """\
import torch
from torch import nn

net = nn.Linear(3, 2)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for x, y in [(torch.ones(4, 3), torch.zeros(4, 2))]:
    optimizer.zero_grad()
    loss = ((net(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
print(loss.item())
"""


def paired(text: str) -> tuple[Pairing, str]:
    conversion = convert(Document(text), load_catalogue(), "nd")
    return pair(text, conversion.text, conversion.edits), conversion.text


def edited(text: str, *changes: tuple[str, str]) -> tuple[Pairing, str]:
    edits = [Edit(text.index(old), text.index(old) + len(old), new) for old, new in changes]
    converted = apply_edits(text.encode(), edits).decode()
    return pair(text, converted, edits), converted


def lines(pairing: Pairing, converted: str) -> dict[int, list[str]]:
    """The lines of the conversion from the first to the last statement of each unit."""
    texts = converted.splitlines()
    return {
        unit.line: [text.strip() for text in texts[unit.theirs[0][0] - 1 : unit.theirs[1][0]]] for unit in pairing.units
    }


def unit_at(pairing: Pairing, line: int) -> Unit:
    [unit] = [unit for unit in pairing.units if unit.line == line]
    return unit


def test_statements_are_found_in_the_scopes_that_are_added_around_them() -> None:
    pairing, converted = paired(TRAINING)
    found = lines(pairing, converted)
    assert found[8] == ["loss = ((net(x) - y) ** 2).mean()"]
    assert "with mx.autograd.record():" in converted
    assert found[10] == ["optimizer.step(1)"]
    assert unit_at(pairing, 6).kind == "loop"
    assert unit_at(pairing, 6).writes == ("x", "y")


def test_what_is_added_behind_a_statement_belongs_to_it() -> None:
    pairing, converted = paired(TRAINING)
    first, second = lines(pairing, converted)[4]
    assert first.startswith("net = nn.Dense(")
    assert second.startswith("net.initialize(")


def test_what_is_dropped_is_told() -> None:
    pairing, _ = paired(TRAINING)
    assert pairing.left_out == ((7, "MXNet needs nothing in its place"),)


def test_helpers_belong_to_nothing() -> None:
    pairing, converted = paired("import torch\nx = torch.ones(3)\ny = torch.cumsum(x, dim=0)\n")
    assert "def cumsum" in converted
    assert lines(pairing, converted) == {2: ["x = mx.nd.ones((3,))"], 3: ["y = cumsum(x, 0)"]}


def test_names_are_those_of_both_sides() -> None:
    pairing, _ = edited(
        "def f(a, b):\n    c = g(a, b.d)\n    return c\n", ("g(a, b.d)", "a + b.e"), ("def f(a, b)", "def f(a, b, h=1)")
    )
    assert unit_at(pairing, 1).writes == ("a", "b")
    assert (unit_at(pairing, 2).reads, unit_at(pairing, 2).writes) == (("a", "b"), ("c",))
    assert unit_at(pairing, 3).kind == "return"


def test_one_statement_may_become_several() -> None:
    pairing, converted = edited("x = f(1)\ny = x\n", ("x = f(1)", "t = 1\nx = g(t)"))
    assert lines(pairing, converted) == {1: ["t = 1", "x = g(t)"], 2: ["y = x"]}


def test_statements_at_several_places_or_in_other_blocks_have_no_unit() -> None:
    pairing, _ = edited("if a:\n    x = f(1)\nz = 1\n", ("    x = f(1)\nz = 1", "    x = 1\nz = f(x)"))
    assert [line for line, _ in pairing.left_out] == [2, 3]
    pairing, _ = edited("x = f(1)\n", ("x = f(1)", "for i in range(2):\n    x = g(i)"))
    assert pairing.left_out == ((1, "it stands in another kind of block in MXNet"),)


def test_what_frameworks_call_has_no_unit() -> None:
    methods = "    def __getitem__(self, i):\n        return i\n    def get(self, i):\n        return i\n"
    pairing, _ = edited(f"class D:\n    size = 3\n{methods}")
    assert [unit.line for unit in pairing.units] == [5, 6]


def test_a_text_that_does_not_parse_has_none() -> None:
    assert pair("x = = 1\n", "x = 1\n", ()) == Pairing()


def test_names_that_a_statement_binds_for_itself_are_not_read() -> None:
    [node] = ast.parse("y = [f(a, b.c.d) for a in xs if a] + [x[0]]\n").body
    assert set(loaded(node)) == {"f", "b", "b.c", "b.c.d", "xs", "x"}


def test_what_a_statement_changes() -> None:
    def changed(text: str) -> list[str]:
        return assigned(ast.parse(text).body[0])

    assert changed("x.add_(1)") == ["x"]
    assert changed("self.a[0], (b, *c) = f()") == ["self.a", "b", "c"]
    assert changed("a += 1") == ["a"]
    assert changed("print(a)") == []


def test_names_of_a_function_of_its_own() -> None:
    [function] = ast.parse("def f(a, *b, **c):\n    d = [e for e in a]\n    def g():\n        h = 1\n").body
    assert local_names(function) == {"a", "b", "c", "d"}
    assert local_names(None) is None
