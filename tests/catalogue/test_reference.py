"""The reference in docs/ is the catalogue's, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripts.docs.markdown import anchor, code, table
from scripts.docs.reference import pages
from scripts.docs.reverse import called

from gluonize.catalogue import load_catalogue

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGES = pages(load_catalogue())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    path = FOLDER / name
    assert path.exists(), "run make docs"
    assert path.read_text(encoding="utf-8") == PAGES[name], "run make docs"


def test_there_are_no_other_pages() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_a_heading(name: str) -> None:
    for page, target in re.findall(r"\]\(([\w\-]*(?:\.md)?)#([^)]*)\)", PAGES[name]):
        headings = re.findall(r"^## `(.*)`$", PAGES[page or name], flags=re.MULTILINE)
        assert target in {anchor(heading) for heading in headings}, f"{page}#{target}"


def test_an_mxnet_name_leads_back_to_pytorchs() -> None:
    (clamp,) = load_catalogue().lookup("torch.exp")
    assert "mx.nd.exp" in called(clamp)
    row = next(line for line in PAGES["mxnet.md"].splitlines() if line.startswith("| `mx.nd.exp` "))
    assert "[`torch.exp`](torch-pointwise.md#torchexp)" in row


def test_tables_survive_bars_and_backquotes() -> None:
    assert table(("a", "b"), [(code("x | y"), code("f`"))]) == "| a | b |\n| --- | --- |\n| `x \\| y` | `` f` `` |\n"
