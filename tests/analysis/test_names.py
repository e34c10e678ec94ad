"""Names resolve the way Python resolves them: each case is a program and the PyTorch names that its uses mean."""

from __future__ import annotations

import pytest

from gluonize.analysis import Document

CASES = {
    "plain import": ("import torch\ntorch.relu(1)\n", ["torch.relu"]),
    "alias": ("import torch as t\nt.relu(1)\n", ["torch.relu"]),
    "submodule by its path": ("import torch.nn\ntorch.nn.Linear(1, 2)\n", ["torch.nn.Linear"]),
    "submodule alias": ("import torch.nn as n\nn.Linear(1, 2)\n", ["torch.nn.Linear"]),
    "from import": ("from torch import nn, optim\nnn.ReLU()\n", ["torch.nn.ReLU"]),
    "from import as": (
        "from torch.nn import functional as F, Linear as L\nF.relu(L(1, 2))\n",
        ["torch.nn.functional.relu", "torch.nn.Linear"],
    ),
    "star": (
        "from torch.nn import *\nLinear(1, 2)\nfunctional.relu(1)\n",
        ["torch.nn.Linear", "torch.nn.functional.relu"],
    ),
    "private path": ("from torch.nn.modules.linear import Linear\nLinear(1, 2)\n", ["torch.nn.Linear"]),
    "module reassigned": ("import torch\nt = torch\nt.relu(1)\n", ["torch", "torch.relu"]),
    "shadowed by an assignment": ("import torch\ntorch = make()\ntorch.relu(1)\n", []),
    "shadowed by a parameter": ("import torch\ndef f(torch):\n    return torch.relu(1)\n", []),
    "shadowed by a loop": ("from torch import relu\nfor relu in things:\n    relu(1)\n", []),
    "shadowed by a function": ("from torch import relu\ndef relu(x):\n    return x\nrelu(1)\n", []),
    "local import": ("def f():\n    import torch\n    return torch.relu(1)\ntorch.relu(1)\n", ["torch.relu"]),
    "import under try": (
        "try:\n    import torch\nexcept ImportError:\n    torch = None\ntorch.relu(1)\n",
        ["torch.relu"],
    ),
    "import under if": ("if flag:\n    import torch\ntorch.relu(1)\n", ["torch.relu"]),
    "used before its global import": ("def f():\n    return torch.relu(1)\nimport torch\n", ["torch.relu"]),
    "not torch": ("import numpy as torch\ntorch.relu(1)\n", []),
    "comprehension variable": ("import torch\n[torch for torch in things]\n", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_names(text: str, expected: list[str]) -> None:
    uses = [use for use in Document(text).uses() if use.kind in {"call", "attribute"} and use.sure]
    assert [use.name for use in uses] == expected


TYPED = {
    "result of a call": "x = torch.zeros(2)\nx.view(1)",
    "result of an operator": "x = 2 * torch.zeros(2)\nx.view(1)",
    "chain": "torch.zeros(2).exp().view(1)",
    "subscript": "x = torch.zeros(2, 2)[0]\nx.view(1)",
    "augmented": "x = 0\nx += torch.zeros(2)\nx.view(1)",
    "unpacked": "a, b = torch.zeros(2), 1\na.view(1)",
    "list element": "xs = [torch.zeros(2)]\nxs[0].view(1)",
    "comprehension": "xs = [torch.zeros(n) for n in sizes]\nfor x in xs:\n    x.view(1)",
    "dictionary value": "d = {'a': torch.zeros(2)}\nd['a'].view(1)",
    "conditional": "x = torch.zeros(2) if flag else torch.ones(2)\nx.view(1)",
    "both branches": "if flag:\n    x = torch.zeros(2)\nelse:\n    x = torch.ones(2)\nx.view(1)",
    "walrus": "if (x := torch.zeros(2)) is not None:\n    x.view(1)",
    "annotated name": "x: torch.Tensor = make()\nx.view(1)",
    "annotated parameter": "def f(x: torch.Tensor):\n    return x.view(1)",
    "optional parameter": "from typing import Optional\ndef f(x: Optional[torch.Tensor] = None):\n    x.view(1)",
    "module call": "net = nn.Linear(1, 2)\nnet(inputs).view(1)",
    "attribute of self": (
        "class N(nn.Module):\n    def __init__(self):\n        self.c = nn.Linear(1, 2)\n"
        "    def forward(self, x):\n        return self.c(x).view(1)"
    ),
    "parameter of forward": "class N(nn.Module):\n    def forward(self, x):\n        return x.view(1)",
    "function of the file": "def make():\n    return torch.zeros(2)\nmake().view(1)",
    "parameter by its calls": "def f(x):\n    return x.view(1)\nf(torch.zeros(2))",
    "method of the file": (
        "class N(nn.Module):\n    def half(self, x):\n        return x.view(1)\n"
        "    def forward(self, y):\n        return self.half(y)"
    ),
    "own module's result": (
        "class N(nn.Module):\n    def forward(self, x):\n        return x + 1\nN()(inputs).view(1)"
    ),
    "loader": "for x, y in torch.utils.data.DataLoader(data):\n    x.view(1)",
    "enumerated loader": "for i, (x, y) in enumerate(torch.utils.data.DataLoader(data)):\n    x.view(1)",
    "nested function": "def f():\n    x = torch.zeros(2)\n    def g():\n        return x.view(1)\n    return g",
    "long way through functions": (
        "def a(x):\n    return x + 1\ndef b(x):\n    return a(x) * 2\ndef c(x):\n    return b(x)\n"
        "def d(x):\n    return c(x)\nd(torch.zeros(2)).view(1)"
    ),
    "closure defined later": "def f():\n    return x.view(1)\nx = torch.zeros(2)",
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED.keys())
def test_tensor_methods_by_data_flow(text: str) -> None:
    uses = Document("import torch\nfrom torch import nn\n" + text + "\n").uses()
    assert [(use.name, use.sure) for use in uses if use.name.endswith(".view")] == [("torch.Tensor.view", True)]


OTHERS = {
    "class of the user": "class A:\n    def view(self, n):\n        return n\nx = A()\nx.view(1)",
    "numpy": "import numpy as np\nx = np.zeros(3)\nx.view(1)",
    "pandas": "import pandas as pd\nx = pd.DataFrame()\nx.view(1)",
    "after numpy()": "x = torch.zeros(2).numpy()\nx.view(1)",
    "differing branches": "if flag:\n    x = torch.zeros(2)\nelse:\n    x = other()\nx.view(1)",
    "unknown": "x = other()\nx.view(1)",
    "user's method on a module": (
        "class N(nn.Module):\n    def view(self, n):\n        return n\n"
        "    def forward(self, x):\n        return self.view(1)"
    ),
    "string": "x = 'a'\nx.view(1)",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_receivers_are_never_sure(text: str) -> None:
    uses = Document("import torch\nfrom torch import nn\n" + text + "\n").uses()
    assert not [use for use in uses if use.name.endswith(".view") and use.sure]


def test_a_call_through_an_assigned_name_is_no_use_of_the_function() -> None:
    uses = Document("import torch\nact = torch.relu\nact(1)\n").uses()
    assert [(use.kind, use.name) for use in uses if use.kind != "import"] == [("attribute", "torch.relu")]


def test_the_overload_tells_the_type_of_its_result() -> None:
    text = (
        "import torch\nout = torch.zeros(2, 3)\n_, pred = torch.max(out, 1)\npred.view(1)\nout.max(dim=1)[1].view(1)\n"
    )
    uses = Document(text).uses()
    assert [(use.name, use.sure) for use in uses if use.name.endswith(".view")] == [("torch.Tensor.view", True)] * 2
