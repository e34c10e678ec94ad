"""Our extension in real VS Code: what a user sees in the editor, and what is in the file afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clients.editors import INTERPRETER, picture

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, Page, expect

from tests.clients.vscode import (
    Instance,
    environment_without_gluonize,
    expect_server,
    hide_side_bar,
    hover,
    notification,
    open_file,
    open_notebook,
    open_window,
    palette,
    quick_fix_menu,
    run_command,
    squiggles,
    vscode,
)

pytestmark = pytest.mark.clients

TITLES = ("Run on GPU and Compare", "Convert File to MXNet", "Show Readiness", "Restart Server")


@pytest.fixture(scope="module")
def instance(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with vscode(tmp_path_factory.mktemp("vscode") / "room", INTERPRETER) as instance:
        yield instance


@pytest.fixture(scope="module")
def window(page: Page, instance: Instance) -> Page:
    open_window(page, instance)
    hide_side_bar(page)
    open_file(page, "net.py")
    expect_server(page)
    return page


def test_a_pytorch_call_is_underlined_and_its_hover_shows_the_equivalent(window: Page) -> None:
    open_file(window, "net.py")
    expect(squiggles(window).first).to_be_visible()
    text = hover(window, "relu", "mx.npx.relu(values)")
    picture(window, "vscode-hover")
    assert "relu" in text
    window.keyboard.press("Escape")


def test_a_quick_fix_changes_the_file_on_disk(window: Page, instance: Instance) -> None:
    open_file(window, "net.py")
    expect(squiggles(window).first).to_be_visible()
    rows = quick_fix_menu(window, "relu")
    picture(window, "vscode-quick-fix")
    assert "relu" in rows.first.inner_text()
    window.keyboard.press("Enter")
    expect(window.locator(".editor-instance .view-lines")).not_to_contain_text("F.relu")
    window.keyboard.press("Control+S")
    expect(window.locator(".tab.active.dirty")).to_have_count(0)
    text = (instance.folder / "net.py").read_text()
    assert re.search(r"nd\.relu\(values\)", text)
    assert "torch.sigmoid(positive)" in text


@pytest.mark.parametrize("title", TITLES)
def test_the_palette_has_the_command(window: Page, title: str) -> None:
    open_file(window, "net.py")
    rows = palette(window, f"Gluonize: {title}")
    expect(rows.filter(has_text=f"Gluonize: {title}").first).to_be_visible()
    window.keyboard.press("Escape")


def test_a_file_is_converted_and_one_undo_takes_it_back(window: Page, instance: Instance) -> None:
    original = (instance.folder / "whole.py").read_text()
    open_file(window, "whole.py")
    expect(squiggles(window).first).to_be_visible()
    run_command(window, "Gluonize: Convert File to MXNet")
    lines = window.locator(".editor-instance .view-lines")
    expect(lines).to_contain_text("mxnet")
    expect(lines).not_to_contain_text("torch")
    picture(window, "vscode-converted")
    lines.click()
    window.keyboard.press("Control+S")
    expect(window.locator(".tab.active.dirty")).to_have_count(0)
    assert "torch" not in (instance.folder / "whole.py").read_text()
    window.keyboard.press("Control+Z")
    expect(lines).to_contain_text("F.relu(values)")
    window.keyboard.press("Control+S")
    expect(window.locator(".tab.active.dirty")).to_have_count(0)
    assert (instance.folder / "whole.py").read_text() == original


def test_a_setting_takes_effect_while_the_editor_runs(window: Page, instance: Instance) -> None:
    open_file(window, "quiet.py")
    expect(squiggles(window).first).to_be_visible()
    instance.configure({"gluonize.ignore": ["quiet.py"]})
    expect(squiggles(window)).to_have_count(0)
    instance.configure({"gluonize.ignore": []})
    expect(squiggles(window).first).to_be_visible()


def test_the_findings_are_back_after_a_restart_of_the_server(window: Page) -> None:
    open_file(window, "quiet.py")
    run_command(window, "Gluonize: Restart Server")
    expect_server(window)
    expect(squiggles(window).first).to_be_visible()


def test_a_notebook_s_cell_knows_the_imports_of_another(window: Page) -> None:
    open_notebook(window, "cells.ipynb")
    cell = window.locator(".notebook-editor .cell-editor-container", has_text="values = torch")
    expect(cell.locator("[class*='squiggly-']").first).to_be_visible()
    picture(window, "vscode-notebook")


def test_readiness_is_shown(window: Page) -> None:
    run_command(window, "Gluonize: Show Readiness")
    tab = window.locator(".tab.active", has_text="Readiness")
    expect(tab).to_be_visible()
    picture(window, "vscode-readiness")
    tab.click(button="middle")
    expect(tab).to_have_count(0)


def test_two_windows_work_side_by_side(window: Page, instance: Instance) -> None:
    other = window.context.new_page()
    open_window(other, instance)
    open_file(other, "quiet.py")
    expect_server(other)
    expect(squiggles(other).first).to_be_visible()
    other.close()
    window.bring_to_front()
    open_file(window, "quiet.py")
    run_command(window, "Gluonize: Restart Server")
    expect_server(window)
    expect(squiggles(window).first).to_be_visible()


@pytest.fixture
def interpreter(window: Page, instance: Instance) -> Iterator[Callable[[Path], None]]:
    """Chooses another interpreter for the server; the first one is back afterwards."""
    yield lambda path: instance.configure({"gluonize.interpreter": str(path)})
    instance.configure({"gluonize.interpreter": str(instance.interpreter)})
    expect_server(window)


def test_an_interpreter_that_is_not_there_is_named(
    window: Page, interpreter: Callable[[Path], None], tmp_path: Path
) -> None:
    interpreter(tmp_path / "nowhere" / "python")
    expect(notification(window, f"cannot run {tmp_path}/nowhere/python: set gluonize.interpreter")).to_be_visible()


def test_without_gluonize_the_command_that_installs_it_is_offered(
    window: Page, interpreter: Callable[[Path], None], tmp_path: Path
) -> None:
    python = environment_without_gluonize(tmp_path / "bare")
    interpreter(python)
    message = notification(window, f'not installed for {python}: run "pip install gluonize"')
    expect(message.get_by_role("button", name="Run in Terminal")).to_be_visible()
    message.get_by_role("button", name="Copy Command").click()
    expect(message).not_to_be_visible()


def test_the_bundled_server_runs_where_gluonize_is_not_installed(
    window: Page, interpreter: Callable[[Path], None], tmp_path: Path
) -> None:
    interpreter(environment_without_gluonize(tmp_path / "bare", "tree_sitter", "tree_sitter_python"))
    expect_server(window, "from the extension")
    open_file(window, "quiet.py")
    expect(squiggles(window).first).to_be_visible()
