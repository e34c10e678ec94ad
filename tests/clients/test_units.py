"""The parts of the extension that need no editor have tests of their own, in TypeScript's world."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.clients.editors import REPOSITORY


def test_the_extension_s_own_tests_pass() -> None:
    if shutil.which("npm") is None or not (REPOSITORY / "node_modules" / "esbuild").exists():
        pytest.skip("the Node packages are not installed: run scripts/setup_node.sh")
    command = ["npm", "test", "--silent", "--workspace", "vscode-client"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
