"""A browser for the tests of this folder, and where their pictures go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.clients.editors import ARTEFACTS, TOOLS

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMEOUT_MS = 60_000


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Debian's Chromium without a window. Skips where `tests/clients/setup.sh` was not run."""
    if not (TOOLS / "lab.stamp").exists():
        pytest.skip("the editors are not installed: run tests/clients/setup.sh")
    api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium on the PATH")
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    api.expect.set_options(timeout=TIMEOUT_MS)
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(browser) -> Iterator[object]:
    """One page for a module's tests, wide enough for an editor with a panel beside it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture(autouse=True)
def picture_of_a_failure(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keeps a picture of the page when a test that has one fails."""
    yield
    report = request.node.stash.get(REPORT, None)
    if report is not None and report.failed and "page" in request.fixturenames:
        request.getfixturevalue("page").screenshot(path=ARTEFACTS / f"failed-{request.node.name}.png")


REPORT = pytest.StashKey[pytest.TestReport]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report
