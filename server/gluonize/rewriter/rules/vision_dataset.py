"""torchvision's datasets to Gluon's: where the files are, and the transform on the image alone."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from gluonize.analysis import Use
from gluonize.catalogue import Category
from gluonize.rewriter.model import Edit, Outcome, refusal
from gluonize.rewriter.rules import rule

if TYPE_CHECKING:
    from gluonize.analysis.overloads import Bound
    from gluonize.rewriter.program import Program

_FOLDERS = {"MNIST": "MNIST/raw", "FashionMNIST": "FashionMNIST/raw"}


@rule("vision_dataset")
def vision_dataset(program: Program, use: Use, bound: Bound) -> Outcome | None:
    """`datasets.MNIST(root, transform=t)` to `datasets.MNIST(root=root/MNIST/raw).transform_first(t)`.

    torchvision (0.28) keeps the files of MNIST in <root>/MNIST/raw, in the form that Gluon reads.
    """
    entry = bound.entry
    name = entry.name.rpartition(".")[2]
    folder, root = _FOLDERS.get(name), bound.values.get("root")
    if folder is None or root is None:
        return None
    if bound.given("target_transform"):
        return refusal(
            "'target_transform' is given: transform the labels in the loop", Category.ARGUMENT_UNSUPPORTED, entry
        )
    for argument in bound.values.values():
        blocked = program.blocked(argument.span)
        if blocked:
            return refusal(blocked, Category.ARGUMENT_UNSUPPORTED, entry)
    parts = [f"root={_joined(program.converted(root.span), folder)}"]
    train = bound.values.get("train")
    parts.append(f"train={program.converted(train.span) if train is not None else 'True'}")
    text = f"mx.gluon.data.vision.datasets.{name}({', '.join(parts)})"
    transform = bound.values.get("transform")
    if transform is not None and program.text(transform.span) != "None":
        text += f".transform_first({program.converted(transform.span)})"
    notes = (entry.note,) if entry.note else ()
    edit = Edit(use.span.start, use.span.end, text)
    return Outcome(entry.category, entry, (edit,), absorbs=True, notes=notes, rule="vision_dataset")


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
