"""Command line: python -m scripts.docs [--check]."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gluonize.catalogue import load_catalogue
from scripts.docs.reference import pages

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the reference, or with --check say whether it is up to date (1 when it is not)."""
    parser = argparse.ArgumentParser(prog="python -m scripts.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when the reference is stale")
    options = parser.parse_args(arguments)
    fresh = pages(load_catalogue())
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    if options.check:
        stale = sorted(name for name in {*fresh, *present} if fresh.get(name) != present.get(name))
        print(f"stale, run make docs: {', '.join(stale)}" if stale else "the reference is up to date")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in present.keys() - fresh.keys():
        (FOLDER / name).unlink()
    for name, text in fresh.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(fresh)} pages in {FOLDER.relative_to(FOLDER.parents[1])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
