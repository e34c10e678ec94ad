"""Which chapters changed since a commit: their own file, or a helper that their entries use."""

from __future__ import annotations

import subprocess
from pathlib import Path

from gluonize.catalogue import Catalogue

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
