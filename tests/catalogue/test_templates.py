"""Templates and signatures as the catalogue writes them."""

from __future__ import annotations

import pytest

from gluonize.catalogue.signature import parse_signature
from gluonize.catalogue.template import Arguments, Hole, compile_template


def test_the_arguments_of_a_call_can_be_dropped_one_by_one() -> None:
    template = compile_template("mx.nd.clip($input, a_min=$min, a_max=$max!)")
    (arguments,) = (piece for piece in template.pieces if isinstance(piece, Arguments))
    assert len(arguments.items) == 3
    assert [(hole.name, hole.forced) for hole in template.holes()] == [("input", False), ("min", False), ("max", True)]
    assert template.primary


def test_operands_need_parentheses_and_arguments_do_not() -> None:
    holes = {hole.name: hole.primary for hole in compile_template("f($a) + $b").holes()}
    assert holes == {"a": False, "b": True}
    assert not compile_template("$a + $b").primary
    assert not compile_template("($a + $b)").primary  # its parentheses are written where they are needed
    assert not compile_template("(1 + $a) / 2").primary


def test_a_receiver_needs_parentheses() -> None:
    (hole,) = compile_template("$self.sum()").holes()
    assert hole == Hole("self", forced=False, spliced=False, primary=True, member=True)


def test_a_spliced_placeholder_is_marked() -> None:
    (hole,) = compile_template("f($*size)").holes()
    assert hole.spliced


@pytest.mark.parametrize("text", ["f($x", "x = 1", "f($x) é"])
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        compile_template(text)


def test_a_signature_keeps_kinds_defaults_and_annotations() -> None:
    signature = parse_signature("(input, *size: int, p: 2 | 'fro' = 'fro', dtype: dtype! = None)")
    assert [p.name for p in signature.parameters] == ["input", "size", "p", "dtype"]
    assert signature["size"].variadic
    assert signature["p"].keyword_only
    assert signature["p"].annotation == "2 | 'fro'"
    assert signature["p"].default == "'fro'"
    assert signature["dtype"].annotation == "dtype!"
    assert "other" not in signature


@pytest.mark.parametrize("text", ["(x", "(**kwargs)", "(1)"])
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="signature"):
        parse_signature(text)
