from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from gluonize.cli import cli

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run the command line in this process; `input` is what it reads from standard input."""

    def call(*arguments: object, input: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=input)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call
