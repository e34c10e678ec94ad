"""What one file of a project defines is known in the files that import it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gluonize.analysis import Document, connect, infer_receivers, module_name

NET = """import torch
from torch import nn

class Net(nn.Module):
    def forward(self, x):
        return x + 1

def make():
    return torch.zeros(3)

WEIGHT = torch.ones(3)
"""

IMPORTERS = {
    "from": "from net import make\nmake().view(1)\n",
    "module": "import net\nnet.make().view(1)\n",
    "constant": "from net import WEIGHT\nWEIGHT.view(1)\n",
    "instance": "from net import Net\nm = Net()\nm(data).view(1)\n",
    "subclass": "from net import Net\nclass Big(Net):\n    def forward(self, y):\n        return y.view(1)\n",
}


@pytest.mark.parametrize("text", IMPORTERS.values(), ids=IMPORTERS.keys())
def test_names_of_other_files(text: str) -> None:
    documents = {"net": Document(NET), "main": Document(text)}
    connect(documents)
    uses = [use for use in documents["main"].uses() if use.name.endswith("view")]
    assert [(use.name, use.sure) for use in uses] == [("torch.Tensor.view", True)]


def test_relative_imports() -> None:
    documents = {"pkg.net": Document(NET), "pkg.main": Document("from .net import make\nmake().view(1)\n")}
    connect(documents)
    assert [use.sure for use in documents["pkg.main"].uses() if use.name == "torch.Tensor.view"] == [True]


def test_a_package_hands_on_what_it_imports() -> None:
    documents = {
        "pkg.nets.net": Document(NET, path="pkg/nets/net.py"),
        "pkg.nets": Document("from .net import make, Net\n", path="pkg/nets/__init__.py"),
        "pkg": Document("from .nets import *\n", path="pkg/__init__.py"),
        "pkg.use.main": Document("from ..nets import Net\nNet()(data).view(1)\n", path="pkg/use/main.py"),
        "main": Document("from pkg import make\nmake().view(1)\n", path="main.py"),
    }
    connect(documents)
    for name in ("main", "pkg.use.main"):
        assert [use.sure for use in documents[name].uses() if use.name == "torch.Tensor.view"] == [True]


def test_an_edit_of_the_other_file_is_followed() -> None:
    documents = {"net": Document(NET), "main": Document("from net import make\nmake().view(1)\n")}
    connect(documents)
    start = NET.index("torch.zeros(3)")
    documents["net"].replace(start, start + len("torch.zeros(3)"), "'text'")
    connect(documents)
    assert not [use for use in documents["main"].uses() if use.name.endswith("view") and use.sure]


def test_module_names() -> None:
    assert module_name("/a/b/c.py", "/a") == "b.c"
    assert module_name("/a/b/__init__.py", "/a") == "b"


def test_jedi_types_what_the_tables_cannot(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("class Holder:\n    def __init__(self):\n        self.size = 3\n")
    text = "import torch\nfrom helper import Holder\nx = Holder()\ny = x.unsqueeze(0)\n"
    document = Document(text, path=str(tmp_path / "main.py"))
    assert infer_receivers(document, tmp_path, budget=5.0) == {}


def test_what_was_learned_makes_a_use_sure() -> None:
    document = Document("x = other()\ny = x.unsqueeze(0)\n")
    unsure = [use for use in document.uses() if use.name == "torch.Tensor.unsqueeze"]
    assert [use.sure for use in unsure] == [False]
    assert unsure[0].receiver is not None
    assert document.learn_receivers({unsure[0].receiver: "torch.Tensor"})
    assert [use.sure for use in document.uses() if use.name == "torch.Tensor.unsqueeze"] == [True]


def test_a_base_network_without_forward_gives_tensors() -> None:
    text = "from torch import nn\nclass Base(nn.Module):\n    def predict(self, x):\n        return self(x).argmax(1)\n"
    uses = [use for use in Document(text).uses() if use.name.endswith("argmax")]
    assert [(use.name, use.sure) for use in uses] == [("torch.Tensor.argmax", True)]


TRAIN = "def train(net, step, to=None):\n    for x in step.batches:\n        net(x).view(1).to(to)\n    return net\n"
CALLER = (
    "import torch\nfrom net import Net\nfrom train import train\n\nclass Step:\n    def __init__(self):\n"
    "        self.batches = [torch.ones(1)]\n\nmodel = Net()\n"
    "train(model, Step(), to=torch.device('cpu'))(3).view(1)\n"
)


def test_functions_know_what_other_files_call_them_with() -> None:
    documents = {"train": Document(TRAIN), "main": Document(CALLER), "net": Document(NET)}
    connect(documents)
    for name, expected in (("train", ["torch.Tensor.view", "torch.Tensor.to"]), ("main", ["torch.Tensor.view"])):
        uses = [use for use in documents[name].uses() if use.name.endswith((".view", ".to"))]
        assert sorted(use.name for use in uses if use.sure) == sorted(expected)
    start = CALLER.index("model, Step")
    documents["main"].replace(start, start + len("model"), "3")
    connect(documents)
    assert not [use for use in documents["train"].uses() if use.name.endswith(".view") and use.sure]
