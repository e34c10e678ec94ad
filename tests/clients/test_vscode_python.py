"""With the Python extension beside ours, the server runs in the interpreter that is selected there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Page, expect

from tests.clients.vscode import (
    environment_without_gluonize,
    expect_server,
    notification,
    open_file,
    open_window,
    squiggles,
    vscode,
)

pytestmark = pytest.mark.clients

SELECTED = "python.defaultInterpreterPath"


def test_the_selected_interpreter_runs_the_server(page: Page, tmp_path: Path) -> None:
    bare = environment_without_gluonize(tmp_path / "bare")
    stand_in = Path(__file__).parent / "python_extension"
    with vscode(tmp_path / "room", bare, setting=SELECTED, beside=stand_in) as instance:
        open_window(page, instance)
        open_file(page, "net.py")
        expect(notification(page, f"not installed for {bare}")).to_be_visible()
        instance.configure({SELECTED: sys.executable})
        expect_server(page)
        expect(squiggles(page).first).to_be_visible()
