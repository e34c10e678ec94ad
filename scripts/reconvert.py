"""Converts files as they are, and their conversions again: the results compile, and the second time changes nothing.

Usage: python -m scripts.reconvert PATH... [--target nd|np] [--jobs N]. Files and folders; both targets unless one is
given. A file that mentions no PyTorch has to stay as it is. The exit code is 1 when something does not hold.
"""

from __future__ import annotations

import argparse
import difflib
import sys
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from gluonize.analysis import Document
from gluonize.catalogue import TARGETS, Target, load_catalogue
from gluonize.rewriter import convert


def problem(text: str, target: Target) -> str:
    """What of the properties does not hold for a text; "" when all do, or when the text itself is no Python."""
    catalogue = load_catalogue()
    once = convert(Document(text), catalogue, target).text
    if once == text:
        return ""
    if "torch" not in text:
        return "it changes, and mentions no PyTorch"
    if _compiles(text) and not _compiles(once):
        return "its conversion does not compile"
    twice = convert(Document(once), catalogue, target).text
    lines = difflib.unified_diff(once.splitlines(), twice.splitlines(), "once", "twice", lineterm="", n=0)
    return "\n".join(lines)


def _compiles(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text.lstrip("\ufeff"), "conversion", "exec")
        except (SyntaxError, ValueError):
            return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what does not hold, file by file."""
    parser = argparse.ArgumentParser(prog="python -m scripts.reconvert", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders of Python code")
    parser.add_argument("--target", choices=TARGETS, help="one target instead of both")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="worker processes")
    options = parser.parse_args(arguments)
    targets = (options.target,) if options.target else TARGETS
    asked = [(path, target) for path in _files(options.paths) for target in targets]
    count = 0
    with ProcessPoolExecutor(options.jobs) as pool:
        for (path, target), found in zip(asked, pool.map(_of_file, asked, chunksize=8), strict=True):
            count += bool(found)
            if found:
                print(f"{path} [{target}]:\n{found}")
    print(f"{len(asked)} conversions, {count} with a problem")
    return 1 if count else 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _of_file(asked: tuple[Path, Target]) -> str:
    path, target = asked
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return problem(text, target)


if __name__ == "__main__":
    sys.exit(main())
