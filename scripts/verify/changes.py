"""What has to be verified again: chapters that changed since a commit, entries that convert otherwise than recorded."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from gluonize.catalogue import Catalogue, Entry
from scripts.verify.conversion import NotConvertedError, mxnet_program
from scripts.verify.inputs import inputs_of
from scripts.verify.targets import targets_of

_ROOT = Path(__file__).resolve().parents[2]


def changed_chapters(catalogue: Catalogue, since: str) -> list[str]:
    """Chapters to verify again. Raises CalledProcessError when `since` is no commit of this repository."""
    command = ["git", "diff", "--name-only", since, "--", "mappings", "server/gluonize/helpers"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    paths = [Path(line) for line in done.stdout.splitlines()]
    files = {path.stem for path in paths if path.suffix == ".toml"}
    helpers = {path.stem for path in paths if path.suffix == ".py"}
    entries = list(catalogue.entries())
    if "inputs" in files:
        return sorted({entry.chapter for entry in entries})
    return sorted({entry.chapter for entry in entries if entry.chapter in files or helpers & set(entry.helpers)})


def stale_names(catalogue: Catalogue, evidence: Path) -> set[str]:
    """Names whose examples are not in the evidence as they convert today, or failed there."""
    recorded = {}
    for path in evidence.glob("*.json"):
        recorded.update(json.loads(path.read_text(encoding="utf-8"))["entries"])
    catalogue = catalogue.without_evidence()
    groups: dict[str, list[Entry]] = {}
    for entry in catalogue.entries():
        groups.setdefault(entry.name, []).append(entry)
    known = {name: record["converted"] for name, record in recorded.items() if record["passed"]}
    return {name for name, group in groups.items() if _converted(group, catalogue) != known.get(name, [])}


def _converted(group: Iterable[Entry], catalogue: Catalogue) -> list[list[str]]:
    try:
        return [
            [target, example, mxnet_program(example, inputs_of(entry, example), catalogue, target).text]
            for entry in group
            for example in entry.examples
            for target in targets_of(entry)
        ]
    except (NotConvertedError, ValueError) as error:
        return [[str(error)]]
