"""Options of the whole suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected files of data-driven tests")
    parser.addoption("--every-program", action="store_true", help="judge the lines of every program, not of some")
    parser.addoption("--every-file", action="store_true", help="convert every file of PyTorch, not some")
