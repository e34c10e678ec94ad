"""Which networks and loops may leave parameters without a gradient, so that steps have to be told to skip them."""

from __future__ import annotations

import pytest

from gluonize.analysis import Document, connect
from gluonize.catalogue import load_catalogue
from gluonize.rewriter import convert, wholeness
from gluonize.rewriter.reached import reached

NETWORK = """import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, downsample=None, deep=True):
        super().__init__()
        self.a, self.deep = nn.Linear(2, 2), deep
        self.first = nn.Linear(2, 2)
        self.layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(3)])
        self.downsample = downsample
        self.drop = nn.Dropout(0.1)

    def encode(self, x):
        return self.first(x)

    def forward(self, x, k=0):
{body}
"""
TRAINING = """
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for x in torch.randn(3, 2, 2):
    optimizer.zero_grad()
    {forward}
    loss.backward()
    optimizer.step()
"""
ALL = "        for layer in self.layers:\n            x = layer(x)\n        return self.first(x)"

WHOLE = [
    ALL,
    "        x = self.encode(x)\n        return self.layers[0](x) + self.layers[-1](x)",
    "        h = self.first(x) if k else self.first(-x)\n        return sum(layer(h) for layer in self.layers)",
    "        if self.downsample is not None:\n            x = self.downsample(x)\n" + ALL,
    "        if self.deep:\n            x = self.drop(x)\n" + ALL,
    "        for i in range(3):\n            x = self.layers[i](x)\n        return self.encode(x)",
    "        if not self.training:\n            return x\n" + ALL,
    "        if k > 9:\n            raise ValueError(k)\n" + ALL,
    "        raise NotImplementedError",
]
PARTIAL = [
    "        return self.first(x)",
    "        return self.layers[k](self.first(x))",
    "        if k:\n            x = self.first(x)\n        return sum(layer(x) for layer in self.layers)",
    "        if k:\n            return x\n" + ALL,
    "        for layer in self.layers:\n            x = layer(x)\n            if k: break\n        return x",
    "        with torch.no_grad():\n            x = self.first(x)\n        return sum(f(x) for f in self.layers)",
    "        x = self.first(x).detach()\n        return sum(layer(x) for layer in self.layers)",
]


def _program(body: str, forward: str = "loss = net(x).sum()") -> str:
    return NETWORK.format(body=body) + TRAINING.format(forward=forward)


def _reach(text: str) -> str:
    return reached([Document(text)], load_catalogue())[0]


@pytest.mark.parametrize("body", WHOLE)
def test_ordinary_networks_need_no_word(body: str) -> None:
    assert _reach(_program(body)) == ""
    assert "ignore_stale_grad" not in convert(Document(_program(body)), load_catalogue(), "nd").text


@pytest.mark.parametrize("body", PARTIAL)
def test_networks_that_may_skip_layers(body: str) -> None:
    assert _reach(_program(body)) == "some"
    assert "optimizer.step(1, ignore_stale_grad=True)" in convert(Document(_program(body)), load_catalogue(), "nd").text


@pytest.mark.parametrize(
    ("forward", "expected"),
    [
        ("loss = net.encode(x).sum()", "some"),
        ("loss = (net(x) - net.encode(x)).sum()", ""),
        ("loss = net(x).sum() if len(x) else net.encode(x).sum()", "some"),
        ("a, b = net(x)\n    loss = a if len(x) > 2 else b", "some"),
        ("a, b = net(x)\n    loss = a.sum()\n    print(b if len(x) else a)", "some"),
        ("a, b = net(x)\n    loss = a.sum()", ""),
        ("a, b = net(x)\n    loss = a.sum()\n    if len(x) > 2:\n        loss = b.sum()", "some"),
        ("net(x).sum().backward()\n    optimizer.step()\n    loss = net(-x).sum()", "marked"),
    ],
)
def test_loops_that_run_parts_of_a_network(forward: str, expected: str) -> None:
    assert _reach(_program(ALL, forward)) == expected


def test_a_project_steps_as_the_networks_of_its_files_need() -> None:
    loop = "def train(net, optimizer, x):\n    loss = net(x).sum()\n    loss.backward()\n    optimizer.step()\n"
    texts = {
        "net": NETWORK.format(body=PARTIAL[0]),
        "loop": loop,
        "main": "from net import Net\nfrom loop import train\n",
        "other": "from loop import train\n",
    }
    documents = {name: Document(text) for name, text in texts.items()}
    connect(documents)
    found = wholeness(list(documents.values()), load_catalogue(), "nd")
    assert [bool(one.reach) for one in found] == [True, True, True, False]
