"""How much of PyTorch the catalogue answers: of names counted in real code, and of the public API.

Usage: python -m scripts.coverage [FUNCTIONS.tsv METHODS.tsv]. The tables have a header, a name in the second column
(in full, or a method's name alone) and its occurrences in the third.
"""

from __future__ import annotations

import csv
import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from gluonize.catalogue import Catalogue, load_catalogue
from gluonize.catalogue.names import canonical
from scripts.verify.frameworks import prepare_torchvision, torch

MODULES = (
    "torch torch.nn torch.nn.functional torch.nn.init torch.nn.utils torch.nn.utils.rnn torch.optim "
    "torch.optim.lr_scheduler torch.utils.data "
    "torch.autograd torch.linalg torch.fft torch.special torch.random torch.distributions torch.cuda "
    "torchvision.transforms torchvision.transforms.functional torchvision.datasets torchvision.models torchvision.ops"
).split()
_DOCUMENTED = ("Event", "Generator", "Size", "Stream", "Tag", "device", "dtype", "layout", "memory_format")
_PLAIN_PYTHON = {name for kind in (list, dict, set, str) for name in dir(kind)}


def main(arguments: Sequence[str]) -> int:
    """Print the shares and the names that are missing."""
    catalogue = load_catalogue()
    for path in arguments:
        _print_table(catalogue, Path(path))
    for module in MODULES:
        names = sorted(set(public_names(module)))
        missing = [name for name in names if not entries_of(catalogue, name)]
        _print_missing(module, len(names), missing)
    names = sorted(set(overridable_names()))
    _print_missing("torch.overrides", len(names), [name for name in names if not entries_of(catalogue, name)])
    return 0


def entries_of(catalogue: Catalogue, name: str) -> Sequence[Any]:
    """What the catalogue has for a name: entries, those of its in-place form, or of a method's owners."""
    if name.startswith("."):
        if name[1:] in _PLAIN_PYTHON and not hasattr(torch.Tensor, name[1:]):
            return ()
        owners = [known for known in catalogue.names() if known.endswith(name) and known.split(".")[-2][0].isupper()]
        found = [entry for owner in owners for entry in catalogue.lookup(owner)]
        return found or catalogue.inplace(f"torch.Tensor{name}")
    return catalogue.lookup(name) or catalogue.inplace(name)


def _print_table(catalogue: Catalogue, path: Path) -> None:
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    counted = [(list(row.values())[1], int(list(row.values())[2])) for row in rows]
    counted = [(name if name.startswith("torch") else f".{name}", count) for name, count in counted]
    counted = [(name, count) for name, count in counted if name[1:] not in _PLAIN_PYTHON or entries_of(catalogue, name)]
    total = sum(count for _, count in counted)
    answered = working = 0
    missing: list[str] = []
    for name, count in counted:
        entries = entries_of(catalogue, name)
        answered += count * bool(entries)
        working += count * any(not entry.none for entry in entries)
        if not entries:
            missing.append(f"{name} ({count})")
    print(f"{path.name}: answered {answered / total:.2%}, with a working equivalent {working / total:.2%}")
    _print_missing(path.name, len(counted), missing)


def _print_missing(title: str, total: int, missing: Sequence[str]) -> None:
    print(f"{title}: {len(missing)} of {total} unknown")
    if missing:
        print("  " + " ".join(missing))


def public_names(module_name: str) -> Iterator[str]:
    """The public names of a module, and the methods of torch.Tensor with torch itself; no modules, no foreign names."""
    if module_name.startswith("torchvision"):
        prepare_torchvision()
    module = importlib.import_module(module_name)
    for name in getattr(module, "__all__", None) or vars(module):
        value = getattr(module, name, None)
        if not name.startswith("_") and not isinstance(value, ModuleType) and (_declared(module, name) or _own(value)):
            yield f"{module_name}.{name}"
    if module_name == "torch":
        yield from (f"torch.Tensor.{name}" for name in dir(torch.Tensor) if not name.startswith("_"))


def _declared(module: ModuleType, name: str) -> bool:
    listed = name in getattr(module, "__all__", ()) and not name.isupper()
    return listed and not _internal(getattr(module, name, None))


def _internal(value: Any) -> bool:
    """Whether a class is one of the compiled core's own, which torch exports without documenting it."""
    return isinstance(value, type) and hasattr(torch._C, value.__name__) and value.__name__ not in _DOCUMENTED


def _own(value: Any) -> bool:
    """Whether something that no `__all__` lists is part of the API: a function or class of the framework itself."""
    if not callable(value) or value is torch.Tensor or _internal(value):
        return False
    return (getattr(value, "__module__", None) or "torch").partition(".")[0] in ("torch", "torchvision")


def overridable_names() -> Iterator[str]:
    """The names of torch.overrides.get_testing_overrides(), without special and private methods."""
    for function in torch.overrides.get_testing_overrides():
        name = torch.overrides.resolve_name(function)
        if name and not any(part.startswith("_") for part in name.split(".")):
            yield canonical(name.removesuffix(".__get__"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
