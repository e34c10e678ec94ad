"""The catalogue in memory: names to entries, aliases, near names, evidence."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from gluonize.catalogue.loader import read_chapter
from gluonize.catalogue.model import Entry, Evidence
from gluonize.errors import CatalogueError

_PREFIXES = (
    ("F.", "torch.nn.functional."),
    ("nn.", "torch.nn."),
    ("optim.", "torch.optim."),
    ("Tensor.", "torch.Tensor."),
    ("transforms.", "torchvision.transforms."),
    ("datasets.", "torchvision.datasets."),
    ("models.", "torchvision.models."),
    ("th.", "torch."),
)
_CONTAINERS = ("torch.", "torch.Tensor.", "torch.nn.", "torch.nn.functional.", "torch.optim.", "torch.utils.data.")


class Catalogue:
    """All entries by qualified name; immutable once loaded."""

    def __init__(self, entries: Iterable[Entry], evidence: dict[str, Evidence] | None = None) -> None:
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._evidence = evidence or {}
        aliases: list[tuple[str, Entry]] = []
        for entry in entries:
            self._entries[entry.name] = (*self._entries.get(entry.name, ()), entry)
            aliases += [(alias, entry) for alias in entry.aliases]
        own = frozenset(self._entries)
        for alias, entry in aliases:
            if alias not in own:
                self._entries[alias] = (*self._entries.get(alias, ()), entry)
        self._inplace = {
            f"torch.Tensor.{entry.name.rpartition('.')[2]}_": entry
            for group in self._entries.values()
            for entry in group
            if entry.inplace
        }

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """The entries of a qualified name, overloads in order; empty when the name is not in the catalogue."""
        return self._entries.get(name, ())

    def inplace(self, name: str) -> tuple[Entry, ...]:
        """For `torch.Tensor.add_`: the entries of `torch.Tensor.add` where it has an in-place form."""
        entry = self._inplace.get(name)
        return () if entry is None or name in self._entries else self.lookup(entry.name)

    def resolve(self, name: str) -> str | None:
        """The qualified name that a person means by `name` ("F.relu", "nn.Linear", "Tensor.view"), or None."""
        candidates = [name]
        candidates += [full + name[len(short) :] for short, full in _PREFIXES if name.startswith(short)]
        candidates += [container + name for container in _CONTAINERS]
        for candidate in candidates:
            if candidate in self._entries or candidate in self._inplace:
                return candidate
        return None

    def suggest(self, name: str, count: int = 5) -> list[str]:
        """Up to `count` names of the catalogue that look like `name`, the nearest first."""
        short = name.rpartition(".")[2].lower()
        last: dict[str, list[str]] = {}
        for known in self._entries:
            last.setdefault(known.rpartition(".")[2].lower(), []).append(known)
        near = difflib.get_close_matches(short, last, n=count, cutoff=0.7)
        return [known for key in near for known in last[key]][:count]

    def evidence(self, name: str) -> Evidence | None:
        """What the last verification found for an entry's name, None when it was never run."""
        return self._evidence.get(name)

    def entries(self) -> Iterator[Entry]:
        """Every entry once, in the order of the chapters."""
        for name, group in self._entries.items():
            yield from (entry for entry in group if entry.name == name)

    def names(self) -> Iterator[str]:
        """Every name that `lookup` answers, aliases included."""
        yield from self._entries

    def __len__(self) -> int:
        return len(self._entries)


def mappings_folder() -> Path:
    """The folder of the chapters: inside the installed package, or beside the sources in a checkout."""
    packaged = Path(str(resources.files("gluonize"))) / "mappings"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[3] / "mappings"


def read_catalogue(folder: Path) -> Catalogue:
    """Read every chapter of `folder` and its evidence; raises CatalogueError."""
    chapters = [path for path in sorted(folder.glob("*.toml")) if path.stem != "inputs"]
    if not chapters:
        raise CatalogueError(f"no chapters in {folder}: reinstall gluonize")
    entries = [entry for path in chapters for entry in read_chapter(path)]
    return Catalogue(entries, read_evidence(folder / "evidence"))


def read_evidence(folder: Path) -> dict[str, Evidence]:
    """The evidence files of `folder`, by entry name."""
    found: dict[str, Evidence] = {}
    for path in sorted(folder.glob("*.json")):
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        versions = tuple(data.get("versions", {}).items())
        for name, record in data.get("entries", {}).items():
            found[name] = Evidence(
                cases=record["cases"],
                passed=record["passed"],
                dtypes=tuple(record.get("dtypes", ())),
                max_abs_error=record.get("max_abs_error", 0.0),
                max_rel_error=record.get("max_rel_error", 0.0),
                gradient=record.get("gradient", "skipped"),
                versions=versions,
                counterexamples=tuple(record.get("counterexamples", ())),
            )
    return found


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The catalogue that comes with Gluonize, read once per process."""
    return read_catalogue(mappings_folder())
