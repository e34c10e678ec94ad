"""The rows and code pairs of five comparisons of PyTorch and MXNet, as data.

A row of `rows/*.toml` says: `what` it is about and its `places` ("document: section", see `DOCUMENTS`); the `torch` and
the `mxnet` side as written ("" for "not available"); `today`, what runs on PyTorch 2.13 where the written side does not
or where the row names no code; the `verdict` on the MXNet side and `torch_side` on the other; `right`, the MXNet code
that gives PyTorch's values; `truth`, what is wrong, or where a right row ends.

How it is executed: `given` are arrays for both sides, `setup` and `mx_setup` come before, `use` and `mx_use` behind,
`result` is the expression that is compared (`said_result` on the written MXNet side, `mx_result` on the converted and,
failing `said_result`, on the written side). `compare` is "values", "shape" or "runs" (both sides only run); of
"converts" rows MXNet's side runs and PyTorch's is only converted, "none" rows hold no Python. `swap` replaces what
cannot run here, `alone` leaves out the usual imports, `devices` makes every GPU a CPU, `result_form` lets (1,) stand
for (). `product` is "converts" or "answers" (a refusal that says what to do); `gap` says what is missing where a fix is
due: a conversion that does not run as it should, or a refusal of what could be converted.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parent / "rows"

DOCUMENTS = {
    "guide": "PyTorch vs Apache MXNet",
    "sheet": "PyTorch to MXNet, the cheat sheet",
    "ten": "MXNet for PyTorch users in 10 minutes",
    "switch": "Switching from PyTorch to MXNet in 10 minutes",
    "steps": "the Chinese step-by-step comparison",
}
VERDICTS = ("right", "other-numbers", "fails", "available-after-all", "not-available", "shell")
TORCH_SIDES = ("runs", "deprecated", "fails")


@dataclass(frozen=True)
class Row:
    """One row, or one pair of code blocks; the fields are those of the data files."""

    what: str
    places: tuple[str, ...]
    torch: str
    mxnet: str
    verdict: str
    given: dict[str, str] = field(default_factory=dict)
    swap: dict[str, str] = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    today: str = ""
    right: str = ""
    truth: str = ""
    torch_side: str = "runs"
    setup: str = ""
    mx_setup: str = ""
    use: str = ""
    mx_use: str = ""
    result: str = "result"
    said_result: str = ""
    mx_result: str = ""
    compare: str = "values"
    alone: bool = False
    devices: bool = False
    result_form: bool = False
    product: str = "converts"
    gap: str = ""

    @property
    def name(self) -> str:
        """A name that is unique among the rows."""
        document, _, _ = self.places[0].partition(":")
        return f"{document}: {self.what}"

    @property
    def running(self) -> str:
        """PyTorch's side as it runs today."""
        return self.today or self.torch


def load_rows() -> tuple[Row, ...]:
    """All rows, in the order of the files."""
    return tuple(row for file in sorted(FOLDER.glob("*.toml")) for row in _rows(file))


def _rows(file: Path) -> list[Row]:
    records = tomllib.loads(file.read_text(encoding="utf-8"))["row"]
    return [
        Row(**{key: tuple(value) if isinstance(value, list) else value for key, value in record.items()})
        for record in records
    ]


def torch_document(row: Row, code: str) -> str:
    """A complete PyTorch program of a row's code; the value to compare is left in `result`."""
    imports = "" if row.alone else "import torch"
    arrays = "\n".join(f"{name} = torch.tensor({value})" for name, value in row.given.items())
    written = statement(code) if "result" in row.result else code
    return _joined(imports, arrays, row.setup, written, row.use)


def mxnet_document(row: Row, code: str) -> str:
    """A complete MXNet program of a row's code, as the document imports it."""
    imports = "" if row.alone else "import mxnet as mx\nimport numpy as np\nfrom mxnet import autograd, gluon, nd"
    arrays = "\n".join(f"{name} = mx.nd.array({value})" for name, value in row.given.items())
    shared = "" if "torch" in row.setup else row.setup
    return _joined(imports, arrays, shared, row.mx_setup, statement(code), row.mx_use)


def swapped(row: Row, text: str) -> str:
    """A program with the parts that cannot run here replaced."""
    for old, new in row.swap.items():
        text = text.replace(old, new)
    return text


def statement(code: str) -> str:
    """An expression as an assignment to `result`; statements, and what is not Python, as they are."""
    try:
        ast.parse(code, mode="eval")
    except SyntaxError:
        return code
    return f"result = {code}"


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part) + "\n"
