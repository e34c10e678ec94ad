"""The pages of the reference: an index, one page per chapter, and the way back from MXNet's names."""

from __future__ import annotations

from collections import Counter

from gluonize.catalogue import Catalogue, Entry
from scripts.docs.chapters import evidence_of, title_of
from scripts.docs.entries import entry_section
from scripts.docs.markdown import anchor, code, table
from scripts.docs.reverse import reverse_page

_HEAD = "<!-- Written by `make docs` from mappings/ and mappings/evidence/. Do not edit. -->\n"


def pages(catalogue: Catalogue) -> dict[str, str]:
    """File name -> Markdown."""
    chapters: dict[str, list[Entry]] = {}
    for entry in catalogue.entries():
        chapters.setdefault(entry.chapter, []).append(entry)
    found = {f"{chapter}.md": _chapter_page(catalogue, chapter, entries) for chapter, entries in chapters.items()}
    found["index.md"] = _index_page(chapters)
    found["names.md"] = _names_page(catalogue)
    found["mxnet.md"] = _HEAD + reverse_page(catalogue)
    return dict(sorted(found.items()))


def _chapter_page(catalogue: Catalogue, chapter: str, entries: list[Entry]) -> str:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.name, []).append(entry)
    rows = [(f"[{code(name)}](#{anchor(name)})", _brief(group), _categories(group)) for name, group in groups.items()]
    parts = [_HEAD, f"# {title_of(chapter)}\n", "[All chapters](index.md) · [All names](names.md)\n"]
    parts.append(table(("PyTorch", "MXNet", "category"), rows))
    evidence = evidence_of(chapter)
    if evidence["versions"]:
        versions = (f"{name} {version}" for name, version in evidence["versions"].items())
        parts.append(f"Executed with {', '.join(versions)}.\n")
    parts += [
        entry_section(name, group, evidence["entries"].get(name), catalogue.hints(name))
        for name, group in groups.items()
    ]
    return "\n".join(parts).rstrip() + "\n"


def _brief(group: list[Entry]) -> str:
    for entry in group:
        shown = entry.nd or entry.np
        if shown:
            return code(shown)
    return "no equivalent" if any(entry.none for entry in group) else "a structural rewrite"


def _categories(group: list[Entry]) -> str:
    return ", ".join(dict.fromkeys(entry.category.value for entry in group))


def _index_page(chapters: dict[str, list[Entry]]) -> str:
    rows = []
    for chapter, entries in chapters.items():
        counts = Counter(entry.category.policy if not entry.none else "never" for entry in entries)
        numbers = [str(counts[policy]) for policy in ("automatic", "noted", "never")]
        rows.append((f"[{title_of(chapter)}]({chapter}.md)", str(len(entries)), *numbers))
    everything = sum(len(entries) for entries in chapters.values())
    parts = [_HEAD, f"# The catalogue\n\n{everything} entries.\n"]
    parts.append("[What the categories mean](../codes.md) · [How an entry is written](../../mappings/README.md)\n")
    parts.append("Find a name: [from PyTorch](names.md), [from MXNet](mxnet.md).\n")
    parts.append(table(("chapter", "entries", "automatic", "with a note", "never"), rows))
    return "\n".join(parts)


def _names_page(catalogue: Catalogue) -> str:
    rows = []
    for name in sorted(catalogue.names(), key=str.lower):
        entry = catalogue.lookup(name)[0]
        rows.append((f"[{code(name)}]({entry.chapter}.md#{anchor(entry.name)})", _brief(list(catalogue.lookup(name)))))
    return "\n".join([_HEAD, "# All PyTorch names\n", "[All chapters](index.md)\n", table(("PyTorch", "MXNet"), rows)])
