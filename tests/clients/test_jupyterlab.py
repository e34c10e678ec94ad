"""Our server in real JupyterLab, found after nothing but `pip install`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.editors import picture

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, Page, expect

from tests.clients.lab import Lab, findings, hover, jupyterlab, open_path

pytestmark = pytest.mark.clients


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with jupyterlab(tmp_path_factory.mktemp("jupyterlab") / "room") as lab:
        yield lab


def test_jupyter_lsp_knows_the_server_for_python(lab: Lab) -> None:
    servers = lab.language_servers()
    assert "gluonize" in servers
    assert servers["gluonize"]["spec"]["languages"] == ["python"]


def test_a_python_file_has_findings_and_hovers(page: Page, lab: Lab) -> None:
    open_path(page, lab, "net.py")
    editor = page.locator(".jp-FileEditor")
    call = findings(editor).filter(has_text="F.relu").first
    expect(call).to_be_visible()
    hover(page, call, "mx.npx.relu(values)")
    picture(page, "jupyterlab-file")


def test_a_cell_knows_the_imports_of_another(page: Page, lab: Lab) -> None:
    open_path(page, lab, "cells.ipynb")
    cell = page.locator(".jp-Notebook .jp-Cell", has_text="values = torch.tensor")
    call = findings(cell).filter(has_text="F.relu").first
    expect(call).to_be_visible()
    hover(page, call, "mx.npx.relu(values)")
    picture(page, "jupyterlab-notebook")
