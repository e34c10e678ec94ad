"""Real JupyterLab with jupyterlab-lsp, which finds our server by the entry point of the installed package."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.clients.editors import TOOLS, WORKSPACE, free_port, running

PYTHON = TOOLS / "lab" / "bin" / "python"
TRY_MS = 2_000
TRIES = 10


@dataclass(frozen=True, slots=True)
class Lab:
    """A JupyterLab that runs."""

    address: str

    def language_servers(self) -> dict[str, Any]:
        """What jupyter-lsp says of the servers it knows, by name."""
        with urllib.request.urlopen(f"{self.address}/lsp/status", timeout=30) as answer:
            sessions: dict[str, Any] = json.load(answer)["sessions"]
            return sessions


@contextlib.contextmanager
def jupyterlab(room: Path) -> Iterator[Lab]:
    """JupyterLab over a copy of the workspace; all it writes lies below `room`."""
    folder = shutil.copytree(WORKSPACE, room / "workspace")
    config = room / "config" / "labconfig"
    config.mkdir(parents=True)
    news = "@jupyterlab/apputils-extension:announcements"
    (config / "page_config.json").write_text(json.dumps({"disabledExtensions": {news: True}}))
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [str(PYTHON), "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password="]
    command += [f"--ServerApp.root_dir={folder}"]
    ready = f"{address}/lsp/status"
    with running(command, env=_environment(room), cwd=room, log=room / "lab.log", ready=ready):
        yield Lab(address)


def _environment(room: Path) -> dict[str, str]:
    return {
        "PATH": f"{PYTHON.parent}:{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "HOME": str(room),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_CONFIG_DIR": str(room / "config"),
        "JUPYTER_DATA_DIR": str(room / "data"),
        "JUPYTER_RUNTIME_DIR": str(room / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(room / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(room / "workspaces"),
        "IPYTHONDIR": str(room / "ipython"),
    }


def open_path(page: Page, lab: Lab, name: str) -> None:
    """Open a file or notebook in a fresh JupyterLab, alone."""
    page.goto(f"{lab.address}/lab/tree/{name}?reset", wait_until="domcontentloaded")
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)
    expect(page.locator("#jp-main-dock-panel .cm-content").first).to_be_visible()


def findings(within: Locator) -> Locator:
    """The underlined places below an element."""
    return within.locator(".cm-lintRange")


def hover(page: Page, place: Locator, expected: str) -> str:
    """The hover over an underlined place, once it says `expected`; jupyterlab-lsp shows it while Control is held."""
    card = page.locator(".lsp-hover", has_text=expected)
    for attempt in range(TRIES):
        box = place.bounding_box()
        assert box is not None, "the place is not on the screen"
        page.keyboard.down("Control")
        page.mouse.move(box["x"] + box["width"] - 8, box["y"] + 5)
        page.mouse.move(box["x"] + box["width"] - 5 - attempt % 3, box["y"] + 7, steps=4)
        try:
            with contextlib.suppress(AssertionError):
                expect(card).to_be_visible(timeout=TRY_MS)
                return card.inner_text()
        finally:
            page.keyboard.up("Control")
        page.mouse.move(700, 700)
    raise AssertionError(f"no hover says {expected!r}")
