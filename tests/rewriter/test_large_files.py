"""Files with thousands of calls, and functions that call one another in many ways, are converted in time."""

from __future__ import annotations

import ast

from gluonize.analysis import Document
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert


def test_many_calls_in_a_row_need_no_deep_stack() -> None:
    lines = [f"y{n} = x.eq(y).float().sum() + torch.exp(torch.sin(x)).clamp(min={n})" for n in range(1500)]
    text = "import torch\n\n\ndef f(x: torch.Tensor, y: torch.Tensor):\n    " + "\n    ".join(lines) + "\n"
    conversion = convert(Document(text), load_catalogue(), "nd")
    assert not conversion.remaining
    ast.parse(conversion.text)


def test_functions_that_all_call_one_another_are_surveyed_once() -> None:
    calls = "; ".join(f"net{n}(model)" for n in range(30))
    functions = "".join(f"def net{n}(model):\n    model.eval()\n    {calls}\n    return model\n\n\n" for n in range(30))
    text = (
        f"import torch\nfrom torch import nn\n\n\n{functions}model = nn.Dropout(0.5)\ny = net0(model)(torch.ones(2))\n"
    )
    ast.parse(convert(Document(text), load_catalogue(), "nd").text)
