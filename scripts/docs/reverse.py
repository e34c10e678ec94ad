"""From an MXNet name back to the PyTorch names whose equivalents call it."""

from __future__ import annotations

import re

from gluonize.catalogue import Catalogue, Entry
from scripts.docs.markdown import anchor, code, table

_NAME = re.compile(r"\bmx(?:\.[A-Za-z_]\w*)+")
_METHOD = re.compile(r"\$(?:self|input)\.([A-Za-z_]\w*)")


def reverse_page(catalogue: Catalogue) -> str:
    """A table of all MXNet names that the templates call."""
    found: dict[str, dict[str, Entry]] = {}
    for entry in catalogue.entries():
        for name in called(entry):
            found.setdefault(name, {})[entry.name] = entry
    rows = [
        (code(name), ", ".join(f"[{code(mine)}]({entry.chapter}.md#{anchor(mine)})" for mine, entry in entries.items()))
        for name, entries in sorted(found.items(), key=lambda item: item[0].lower())
    ]
    head = "\n# From MXNet to PyTorch\n\n[All chapters](index.md) · [All PyTorch names](names.md)\n\n"
    return head + table(("MXNet", "PyTorch"), rows)


def called(entry: Entry) -> list[str]:
    """The MXNet names that an entry's templates call; methods of arrays as NDArray.x and np.ndarray.x."""
    names: list[str] = []
    for owner, templates in (("NDArray", (entry.nd, entry.nd_method)), ("np.ndarray", (entry.np, entry.np_method))):
        for template in filter(None, templates):
            names += _NAME.findall(template)
            names += [f"{owner}.{method}" for method in _METHOD.findall(template)]
    return list(dict.fromkeys(names))
