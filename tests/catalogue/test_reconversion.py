"""What an equivalent writes is no PyTorch: a converted example stays, whatever is known of its inputs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import pytest

pytest.importorskip("numpy")

from scripts.reconvert import problem
from scripts.verify.conversion import imports_of, statement_of

from gluonize.catalogue import TARGETS, Entry, Target, load_catalogue
from gluonize.catalogue.inputs import Input, Literal, Setup, Spec, inputs_of

CHAPTERS = sorted({entry.chapter for entry in load_catalogue().entries() if entry.examples})
_KINDS = {"b": "BoolTensor", "i": "LongTensor", "u": "LongTensor"}
_STAYS = "torch._unknown(nn._unknown, F._unknown, optim._unknown, data._unknown)"
"""What keeps the imports, as much of a program may stay PyTorch."""


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_converted_examples_convert_to_themselves(chapter: str, target: Target) -> None:
    texts = (_function(example, inputs_of(entry, example)) for entry, example in _examples(chapter))
    found = [problem(text, target) for text in texts]
    assert not any(found), "\n".join(filter(None, found))


def _examples(chapter: str) -> Iterator[tuple[Entry, str]]:
    for entry in load_catalogue().entries():
        if entry.chapter == chapter:
            yield from ((entry, example) for example in entry.examples)


def _function(example: str, given: dict[str, Input]) -> str:
    """A function of the inputs. Their annotations are strings, which stay: a second conversion knows as much."""
    head = ", ".join(parameter for name, value in given.items() for parameter in _parameter(name, value))
    setups = (f"{name} = {value.code}" for name, value in given.items() if isinstance(value, Setup))
    body = textwrap.indent("\n".join((*setups, statement_of(example))), "    ")
    return f"{imports_of(example)}\n{_STAYS}\n\n\ndef example({head}):\n{body}\n"


def _parameter(name: str, given: Input) -> Iterator[str]:
    if isinstance(given, Spec):
        kind = "np.ndarray" if given.numpy else f'"torch.{_KINDS.get(given.dtype[0], "Tensor")}"'
        yield f"{name}: {kind}"
    elif isinstance(given, Literal) and given.value is not None:
        yield f"{name}: {type(given.value).__name__}"
