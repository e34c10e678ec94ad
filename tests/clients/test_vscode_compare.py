"""Comparisons in real VS Code: stopped half-way, and then from the palette and a code lens to the report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients.editors import INTERPRETER, picture

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, Page, expect

from tests.clients.vscode import (
    Instance,
    expect_server,
    hide_side_bar,
    notification,
    open_file,
    open_window,
    report_page,
    run_command,
    vscode,
)

pytestmark = [pytest.mark.clients, pytest.mark.parity]

RUN_MS = 120_000


@pytest.fixture(scope="module")
def instance(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with vscode(tmp_path_factory.mktemp("compare") / "room", INTERPRETER) as instance:
        yield instance


@pytest.fixture(scope="module")
def window(page: Page, instance: Instance) -> Page:
    open_window(page, instance)
    hide_side_bar(page)
    open_file(page, "net.py")
    expect_server(page)
    return page


def test_a_comparison_can_be_stopped(window: Page) -> None:
    open_file(window, "slow.py")
    run_command(window, "Gluonize: Run on GPU and Compare")
    progress = notification(window, "Gluonize")
    expect(progress).to_contain_text("slow.py", timeout=RUN_MS)
    expect(progress).not_to_contain_text("Comparing", timeout=RUN_MS)
    progress.get_by_role("button", name="Cancel").click()
    expect(progress).not_to_be_visible()
    expect(window.locator(".notifications-toasts .codicon-error")).to_have_count(0)


def test_a_comparison_ends_with_its_report(window: Page) -> None:
    open_file(window, "net.py")
    run_command(window, "Gluonize: Run on GPU and Compare")
    expect(report_page(window).locator("body")).to_contain_text("net.py", timeout=RUN_MS)
    expect(report_page(window).locator("body")).to_contain_text("agrees")
    expect(report_page(window).locator("body")).to_contain_text("result")
    picture(window, "vscode-report")


def test_a_code_lens_compares_one_function(window: Page) -> None:
    open_file(window, "net.py")
    window.locator(".codelens-decoration a", has_text="Compare with MXNet").first.click()
    expect(report_page(window).locator("body")).to_contain_text("activate", timeout=RUN_MS)
    picture(window, "vscode-report-of-a-function")
