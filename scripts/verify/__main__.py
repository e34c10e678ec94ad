"""Command line: python -m scripts.verify [CHAPTER...] [--entry NAME] [--all] [--since REF] [--stale] [--sample N]."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from gluonize.catalogue import Catalogue, Entry, load_catalogue, mappings_folder, read_catalogue
from scripts.verify.changes import changed_chapters, stale_names
from scripts.verify.evidence import write_evidence
from scripts.verify.outcome import Outcome
from scripts.verify.workers import verify_entries


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what is asked for; 1 when an entry fails."""
    options = _parser().parse_args(arguments)
    folder = options.mappings or mappings_folder()
    catalogue = read_catalogue(folder) if options.mappings else load_catalogue()
    entries = list(catalogue.entries())
    chapters = {entry.chapter for entry in entries}
    if options.since:
        options.chapters += changed_chapters(catalogue, options.since)
    if options.stale:
        options.entry += stale_names(catalogue, folder / "evidence")
    unknown = sorted(set(options.chapters) - chapters)
    if unknown:
        print(f"no chapter {', '.join(unknown)}; known: {', '.join(sorted(chapters))}")
        return 2
    full = [entry for entry in entries if _selected(entry, options)]
    rest = [entry for entry in entries if not _selected(entry, options) and (entry.examples or not entry.none)]
    sample = random.Random(options.seed).sample(rest, min(options.sample, len(rest)))
    if not full and not sample and not (options.since or options.stale):
        print("nothing to verify: name chapters or entries, or give --all or --sample N")
        return 2
    failures = _verify(catalogue, full, options.jobs, None if options.dry_run else folder / "evidence")
    failures += _verify(catalogue, sample, options.jobs, None)
    print(f"{len(full) + len(sample)} entries verified, {failures} failures")
    return 1 if failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.verify", description=__doc__)
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="chapters to verify in full, without .toml")
    parser.add_argument("--entry", action="append", default=[], metavar="NAME", help="one entry; may be repeated")
    parser.add_argument("--all", action="store_true", help="every chapter")
    parser.add_argument("--since", metavar="REF", help="the chapters that changed since a git commit")
    parser.add_argument("--stale", action="store_true", help="what converts otherwise than its evidence says")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="N entries of the rest, without writing")
    parser.add_argument("--seed", type=int, default=0, help="another sample")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="worker processes")
    parser.add_argument("--mappings", type=Path, metavar="FOLDER", help="another catalogue than Gluonize's own")
    parser.add_argument("--dry-run", action="store_true", help="write no evidence")
    return parser


def _selected(entry: Entry, options: argparse.Namespace) -> bool:
    return options.all or entry.chapter in options.chapters or entry.name in options.entry


def _verify(catalogue: Catalogue, entries: Sequence[Entry], jobs: int, evidence: Path | None) -> int:
    """Verify `entries`, print the failures, and write what was found to the folder `evidence`, if given."""
    failures = 0
    found: dict[str, dict[str, list[Outcome]]] = {}
    for entry, outcome in verify_entries(catalogue, entries, jobs):
        found.setdefault(entry.chapter, {}).setdefault(entry.name, []).append(outcome)
        failures += len(outcome.failures)
        for failure in outcome.failures:
            print(failure, flush=True)
    if evidence is None:
        return failures
    for chapter, outcomes in found.items():
        names = dict.fromkeys(entry.name for entry in catalogue.entries() if entry.chapter == chapter)
        write_evidence(evidence / f"{chapter}.json", list(names), outcomes)
    return failures


if __name__ == "__main__":
    sys.exit(main())
