"""Half-typed and odd code: every other finding stays, and step by step equals all at once."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gluonize.analysis import Document

GOOD = (
    "import torch\n\n\ndef first(x):\n    return torch.relu(x)\n\n\n{broken}\n\n\n"
    "def last(x):\n    return torch.exp(x)\n"
)

BROKEN = {
    "open bracket": "def middle(x):\n    return torch.sin(x",
    "open string": "def middle(x):\n    return 'text",
    "half a call": "def middle(x):\n    y = torch.",
    "half a class": "class Middle(",
    "wrong indentation": "def middle(x):\n        a = 1\n    b = 2\n   c = 3",
    "stray operator": "x = = 3",
    "python 2": "print 'hello', torch\nexec 'x = 1'",
    "magic": "%matplotlib inline\n!ls",
    "decorator without a function": "@torch.no_grad()",
    "only a def": "def",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_an_error_in_one_place_keeps_the_findings_of_the_others(broken: str) -> None:
    names = [use.name for use in Document(GOOD.format(broken=broken)).uses() if use.kind == "call"]
    assert "torch.relu" in names
    assert "torch.exp" in names


@pytest.mark.parametrize("quotes", ['"', "'", '"""', "'''", 'f"'])
def test_names_are_found_in_front_of_a_string_that_is_still_open(quotes: str) -> None:
    document = Document(f"import torch\nx = {quotes}" + "words without an end " * 20)
    assert document.has_name("x")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"""An LSTM that predicts."""\n', False),
        ("net = f'{LSTM}'\n", True),
        ("def f(x: 'LSTM'): ...\n", True),
        ("y = 1  # LSTM\n", False),
        ("text = 'it\\'s an LSTM'\n", False),
        ('a = """x\ny"""\nLSTM = """z"""\n', True),
    ],
)
def test_names_in_prose_are_none(text: str, found: bool) -> None:
    assert Document(text).has_name("LSTM") is found


LAYOUTS = {
    "crlf": "import torch\r\nx = torch.relu(y)\r\n",
    "tabs": "import torch\nif x:\n\ty = torch.relu(x)\n",
    "form feed": "import torch\n\f\nx = torch.relu(y)\n",
    "byte order mark": "\ufeffimport torch\nx = torch.relu(y)\n",
    "emoji": "import torch\ns = '🔥🔥'; x = torch.relu(y)  # 🔥\n",
    "long line": "import torch\nx = [" + "1, " * 4000 + "torch.relu(y)]\n",
    "no line break at the end": "import torch\nx = torch.relu(y)",
    "continuation": "import torch\nx = \\\n    torch.relu(y)\n",
    "lone surrogate": "import torch\ns = '\ud800'\nx = torch.relu(y)\n",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_spans_are_those_of_the_text(text: str) -> None:
    document = Document(text)
    uses = [use for use in document.uses() if use.name == "torch.relu"]
    assert [document.slice(use.span) for use in uses] == ["torch.relu(y)"] or uses[0].arguments


PROGRAM = """import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)

    def forward(self, x):
        return torch.relu(self.fc(x.view(-1, 2)))


def train(net, data):
    for x, y in data:
        loss = (net(x) - y).pow(2).mean()
        loss.backward()


train(Net(), torch.utils.data.DataLoader([1]))
"""
_FRAGMENTS = (
    *("", "", "", " ", "\n", "# ", "(", ")", "torch", ".exp()", "x = torch.ones(2)\n"),
    *("'", '"""', ":", "    ", "def f(x):\n", "🔥"),
)
_EDITS = st.lists(
    st.tuples(st.integers(0, len(PROGRAM)), st.integers(0, 12), st.sampled_from(_FRAGMENTS)), min_size=1, max_size=6
)


@settings(max_examples=400, deadline=None)
@example([(221, 12, ""), (221, 12, "")])  # one statement's text, first parsed with an error and then without
@given(_EDITS)
def test_edits_lead_to_what_a_fresh_analysis_finds(edits: list[tuple[int, int, str]]) -> None:
    """Where the text ends without a syntax error: how a parser recovers from one may depend on the way to it."""
    document = Document(PROGRAM)
    for start, length, text in edits:
        size = len(document.data)
        begin = _boundary(document.data, min(start, size))
        document.replace(begin, _boundary(document.data, min(begin + length, size)), text)
        document.uses()
    fresh = Document(document.text)
    if not fresh.errors():
        assert document.uses() == fresh.uses()


def _boundary(data: bytes, offset: int) -> int:
    """The nearest place at or before `offset` that does not cut a character."""
    while 0 < offset < len(data) and data[offset] & 0xC0 == 0x80:
        offset -= 1
    return offset


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    document = Document("import torch\n" + text)
    document.uses()
    document.errors()
