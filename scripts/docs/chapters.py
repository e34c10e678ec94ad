"""What the chapters' files and their evidence say beside the entries."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import tomllib

from gluonize.catalogue import mappings_folder


@cache
def title_of(chapter: str) -> str:
    """The title that a chapter's file gives, or its name."""
    data = tomllib.loads((mappings_folder() / f"{chapter}.toml").read_text(encoding="utf-8"))
    title: str = data.get("chapter", {}).get("title", chapter)
    return title


def evidence_of(chapter: str) -> dict[str, Any]:
    """The evidence of a chapter: `versions`, and `entries` by name; both empty where it was never verified."""
    path = mappings_folder() / "evidence" / f"{chapter}.json"
    if not path.exists():
        return {"versions": {}, "entries": {}}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
