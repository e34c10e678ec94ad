"""Every option, setting, code and command is documented, and nothing is documented that is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from gluonize.catalogue import Category
from gluonize.cli import COMMANDS, cli
from gluonize.features.diagnostics import DEFAULT_SEVERITIES
from gluonize.lsp.settings import read_settings

ROOT = Path(__file__).resolve().parents[1]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """The text of each second-level section, by its heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def subcommand(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command


def options() -> Iterator[tuple[str, str]]:
    for name in COMMANDS:
        for parameter in subcommand(name).params:
            if isinstance(parameter, click.Option):
                yield from ((name, option) for option in parameter.opts)


def documented(heading: str, page_name: str) -> set[str]:
    """The options in the first column of a section's tables."""
    rows = re.findall(r"^\| (.+?) \|", sections(page(page_name))[heading], flags=re.MULTILINE)
    return {option for row in rows for option in re.findall(r"`(--?[a-z][a-z-]*)", row)}


@pytest.mark.parametrize(("command", "option"), list(options()))
def test_every_option_is_documented(command: str, option: str) -> None:
    assert option in documented(f"gluonize {command}", "cli.md")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_documented_option_is_there(command: str) -> None:
    there = {option for name, option in options() if name == command}
    assert documented(f"gluonize {command}", "cli.md") <= there


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_says_what_it_does(command: str) -> None:
    found = subcommand(command)
    assert found.help
    assert all(option.help for option in found.params if isinstance(option, click.Option))


def test_every_code_has_its_section_and_its_row() -> None:
    text = page("codes.md")
    assert list(sections(text)) == [category.value for category in Category]
    policies = {"automatic": "automatic", "noted": "automatic, with a note to read", "never": "never"}
    for category in Category:
        link = f"[{category.value}](#{category.value})"
        assert f"| {link} | {policies[category.policy]} | {DEFAULT_SEVERITIES[category]} |" in text


def settings_of_the_client() -> set[str]:
    manifest = json.loads((ROOT / "vscode-client" / "package.json").read_text(encoding="utf-8"))
    return set(manifest["contributes"]["configuration"]["properties"])


def settings_documented() -> set[str]:
    return set(re.findall(r"^\| `(gluonize\.[\w.]+)`", page("settings.md"), flags=re.MULTILINE))


def test_the_client_offers_just_the_documented_settings() -> None:
    assert settings_of_the_client() == settings_documented()


@pytest.mark.parametrize("setting", sorted(settings_documented() - {"gluonize.interpreter", "gluonize.trace.server"}))
def test_every_documented_setting_is_read_by_the_server(setting: str) -> None:
    key = setting.removeprefix("gluonize.")
    nonsense = {"severity.identical": object()} if key == "severity" else {key: object()}
    _, problems = read_settings(nonsense)
    assert len(problems) == 1
    assert setting in problems[0]
