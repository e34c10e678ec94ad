"""The catalogue in memory: names to entries, aliases, near names, evidence."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import platformdirs

from gluonize import __version__
from gluonize.catalogue.loader import Record, aliases_of, build_entry, entry_from_table, read_chapter, read_hints
from gluonize.catalogue.model import Entry, Evidence, Hint
from gluonize.catalogue.names import canonical
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
    """All names and their entries; immutable. An entry is built when it is first asked for."""

    def __init__(
        self,
        records: Mapping[str, Sequence[Record]],
        evidence: Mapping[str, Any] | None = None,
        hints: Mapping[str, Sequence[Sequence[str]]] | None = None,
    ) -> None:
        self._records = records
        self._evidence = evidence or {}
        self._hints = hints or {}
        self._built: dict[str, tuple[Entry, ...]] = {}
        self._aliases: dict[str, list[tuple[str, int]]] = {}
        self._inplace: dict[str, str] = {}
        for name, group in records.items():
            short = name.rpartition(".")[2]
            for index, (_, table) in enumerate(group):
                for alias in aliases_of(name, table):
                    if alias not in records:
                        self._aliases.setdefault(alias, []).append((name, index))
                if table.get("inplace"):
                    names = [f"torch.Tensor.{short}", *aliases_of(name, table)]
                    self._inplace.update({f"{alias}_": name for alias in names if alias.startswith("torch.Tensor.")})

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """The entries of a qualified name, overloads in order; empty when the name is not in the catalogue."""
        if name not in self._built:
            self._built[name] = self._build(name)
        return self._built[name]

    def _build(self, name: str) -> tuple[Entry, ...]:
        if name in self._records:
            return tuple(build_entry(name, table, chapter) for chapter, table in self._records[name])
        return tuple(self.lookup(owner)[index] for owner, index in self._aliases.get(name, ()))

    def inplace(self, name: str) -> tuple[Entry, ...]:
        """For `torch.Tensor.add_`: the entries of `torch.Tensor.add` where it has an in-place form."""
        owner = self._inplace.get(name)
        return () if owner is None or name in self else self.lookup(owner)

    def __contains__(self, name: object) -> bool:
        return name in self._records or name in self._aliases

    def resolve(self, name: str) -> str | None:
        """The qualified name that a person means by `name` ("F.relu", "nn.Linear", "Tensor.view"), or None."""
        candidates = [name]
        candidates += [full + name[len(short) :] for short, full in _PREFIXES if name.startswith(short)]
        candidates += [container + name for container in _CONTAINERS]
        for candidate in (spelling for name in candidates for spelling in (name, canonical(name))):
            if candidate in self or candidate in self._inplace:
                return candidate
        return None

    def suggest(self, name: str, count: int = 5) -> list[str]:
        """Up to `count` names of the catalogue that look like `name`, the nearest first."""
        short = name.rpartition(".")[2].lower()
        last: dict[str, list[str]] = {}
        for known in self.names():
            last.setdefault(known.rpartition(".")[2].lower(), []).append(known)
        near = difflib.get_close_matches(short, last, n=count, cutoff=0.7)
        return [known for key in near for known in last[key]][:count]

    def evidence(self, name: str) -> Evidence | None:
        """What the last verification found for an entry's name, None when it was never run."""
        record = self._evidence.get(name)
        return None if record is None else Evidence.from_record(record)

    def unproven(self, name: str) -> str:
        """Why an entry is no automatic fix: its examples failed, or were never executed; "" where they passed.

        A catalogue without any evidence (`without_evidence`) vouches for all of its entries.
        """
        record = self.evidence(name)
        if record is None:
            return "its examples were never executed" if self._evidence else ""
        return "" if record.passed else "its examples failed when they were last executed"

    def hints(self, name: str) -> tuple[Hint, ...]:
        """What MXNet has beside the equivalent of a qualified name."""
        return tuple(Hint(*fields) for fields in self._hints.get(name, ()))

    def without_evidence(self) -> Catalogue:
        """The same entries as if none had been verified."""
        return Catalogue(self._records)

    def entries(self) -> Iterator[Entry]:
        """Every entry once, in the order of the chapters."""
        for name in self._records:
            yield from self.lookup(name)

    def names(self) -> Iterator[str]:
        """Every name that `lookup` answers, aliases included."""
        yield from self._records
        yield from self._aliases

    def __len__(self) -> int:
        return len(self._records) + len(self._aliases)


def mappings_folder() -> Path:
    """The folder of the chapters: inside the installed package, or beside the sources in a checkout."""
    packaged = Path(str(resources.files("gluonize"))) / "mappings"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[3] / "mappings"


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check every chapter of `folder`, and its evidence; raises CatalogueError."""
    data = read_tables(folder)
    for name, group in data["records"].items():
        for chapter, table in group:
            entry_from_table(name, table, chapter)
    return Catalogue(_records(data["records"]), data["evidence"], data["hints"])


_CACHES = 8
"""How many versions of the catalogue are kept, for environments that are used in turns."""
_NO_CHAPTERS = frozenset({"inputs", "hints"})


def read_tables(folder: Path) -> dict[str, Any]:
    """The chapters' tables, the evidence's records and the hints by name, as JSON holds them; raises CatalogueError."""
    chapters = [path for path in sorted(folder.glob("*.toml")) if path.stem not in _NO_CHAPTERS]
    if not chapters:
        raise CatalogueError(f"no chapters in {folder}: reinstall gluonize")
    records: dict[str, list[Record]] = {}
    for path in chapters:
        for name, table in read_chapter(path):
            records.setdefault(name, []).append((path.stem, table))
    hints = read_hints(folder / "hints.toml")
    return {"records": records, "evidence": _read_evidence(folder / "evidence"), "hints": hints}


def _read_evidence(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("*.json")):
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for name, record in data.get("entries", {}).items():
            kept = {key: value for key, value in record.items() if key != "converted"}
            found[name] = {**kept, "versions": data.get("versions", {})}
    return found


def _records(data: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[Record]]:
    return {name: [(chapter, table) for chapter, table in group] for name, group in data.items()}


def _fingerprint(folder: Path) -> str:
    files = sorted([*folder.glob("*.toml"), *folder.glob("evidence/*.json")])
    state = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr((__version__, str(folder), state)).encode()).hexdigest()[:24]


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The catalogue that comes with Gluonize, read once per process.

    TOML takes about a second to read, so its content is kept as JSON in the user's cache folder; the cache may be
    deleted at any time. Raises CatalogueError.
    """
    folder = mappings_folder()
    cache = Path(platformdirs.user_cache_dir("gluonize")) / f"catalogue-{_fingerprint(folder)}.json"
    try:
        data = json.loads(cache.read_text(encoding="utf-8"))
        return Catalogue(_records(data["records"]), data["evidence"], data["hints"])
    except (OSError, ValueError, KeyError):
        catalogue = read_catalogue(folder)
    _store(cache, {"records": catalogue._records, "evidence": catalogue._evidence, "hints": catalogue._hints})
    return catalogue


def _store(cache: Path, data: dict[str, Any]) -> None:
    """Write the cache at once or not at all; a read-only home is no reason to fail."""
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        written = sorted(cache.parent.glob("catalogue-*.json"), key=lambda path: path.stat().st_mtime)
        for old in written[: 1 - _CACHES]:
            old.unlink(missing_ok=True)
        partial = cache.with_suffix(f".{os.getpid()}.tmp")
        partial.write_text(json.dumps(data), encoding="utf-8")
        partial.replace(cache)
    except OSError:
        return
