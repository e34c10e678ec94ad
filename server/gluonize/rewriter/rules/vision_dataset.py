"""torchvision's datasets to Gluon's: where the files are, and the transform on the image alone."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from gluonize.analysis import Argument, Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_FOLDERS = {
    "MNIST": "MNIST/raw",
    "FashionMNIST": "FashionMNIST/raw",
    "CIFAR10": "cifar-10-binary",
    "CIFAR100": "cifar-100-binary",
}


@rule("vision_dataset")
def vision_dataset(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`datasets.MNIST(root, transform=t)` to `datasets.MNIST(root=root/MNIST/raw).transform_first(t)`.

    torchvision (0.28) keeps the files of MNIST in <root>/MNIST/raw, in the form that Gluon reads.
    """
    entry = bound.entry
    name = entry.name.rpartition(".")[2]
    root = bound.values.get("root")
    if root is None:
        return None
    if bound.given("target_transform"):
        return refusal(
            "'target_transform' is given: transform the labels in the loop", Category.ARGUMENT_UNSUPPORTED, entry
        )
    for argument in bound.values.values():
        blocked = program.blocked(argument.span)
        if blocked:
            return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, entry)
    text = _dataset(program, name, root, bound.values.get("train"))
    transform = bound.values.get("transform")
    if transform is not None and program.text(transform.span) != "None":
        text += f".transform_first({program.converted(transform.span)})"
    notes = (entry.note,) if entry.note else ()
    edit = Edit(use.span.start, use.span.end, text)
    return Outcome(entry.category, entry, (edit,), absorbs=True, notes=notes, rule="vision_dataset")


def _dataset(program: Program, name: str, root: Argument, train: Argument | None) -> str:
    """Gluon's dataset without the transform."""
    if name == "ImageFolder":
        return f"mx.gluon.data.vision.datasets.ImageFolderDataset({program.converted(root.span)})"
    parts = [f"root={_joined(program.converted(root.span), _FOLDERS[name])}"]
    parts.append(f"train={program.converted(train.span) if train is not None else 'True'}")
    if name == "CIFAR100":
        parts.append("fine_label=True")
    return f"mx.gluon.data.vision.datasets.{name}({', '.join(parts)})"


def _joined(root: str, folder: str) -> str:
    """The text of a path to `folder` below the path that `root` is the text of."""
    try:
        value = ast.literal_eval(root)
    except (ValueError, SyntaxError):
        value = None
    if isinstance(value, str) and root[0] in "'\"" and not root.startswith(("'''", '"""')):
        return (
            f"{root[:-1].rstrip('/')}/{folder}{root[-1]}"
            if value not in {"", "/"}
            else f"{root[:-1]}{folder}{root[-1]}"
        )
    quote = '"' if "'" in root else "'"
    return f"str({root}) + {quote}/{folder}{quote}"
