"""What the extension offers in its settings and commands is what the server understands: no more, no less."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

import pytest

from gluonize.catalogue.model import Category
from gluonize.features.diagnostics import SEVERITIES
from gluonize.lsp.commands import COMMANDS
from gluonize.lsp.settings import Settings, read_settings
from tests.clients.editors import REPOSITORY

CLIENT = REPOSITORY / "vscode-client"
CONTRIBUTES = json.loads((CLIENT / "package.json").read_text())["contributes"]
PROPERTIES: dict[str, dict[str, Any]] = CONTRIBUTES["configuration"]["properties"]
OWN = {"gluonize.interpreter", "gluonize.trace.server"}
"""Settings of the extension itself, of which the server needs to know nothing."""
SENT = sorted(set(PROPERTIES) - OWN)


def test_the_defaults_are_the_servers() -> None:
    sent = {name: schema["default"] for name, schema in PROPERTIES.items()}
    assert read_settings(sent) == (Settings(), ())


@pytest.mark.parametrize("name", SENT)
def test_another_value_is_understood(name: str) -> None:
    settings, problems = read_settings({name: another(name, PROPERTIES[name])})
    assert problems == ()
    assert settings != Settings()


def test_no_setting_of_the_server_is_left_out() -> None:
    changed = set()
    for name in SENT:
        settings, _ = read_settings({name: another(name, PROPERTIES[name])})
        changed |= {field.name for field in fields(Settings) if _differs(settings, field.name)}
    assert changed == {field.name for field in fields(Settings)}


def test_each_category_can_have_a_severity() -> None:
    schema = PROPERTIES["gluonize.severity"]
    assert set(schema["properties"]) == {category.value for category in Category}
    assert all(set(one["enum"]) == set(SEVERITIES) for one in schema["properties"].values())


def test_the_client_asks_for_the_servers_commands() -> None:
    source = (CLIENT / "src" / "commands.ts").read_text()
    asked = set(re.findall(r"^const [A-Z]+ = '(gluonize\.\w+)';", source, re.MULTILINE))
    assert asked == set(COMMANDS)


def test_no_command_of_the_palette_has_the_name_of_one_of_the_servers() -> None:
    """The language client registers the server's under their own names, and a name can be registered only once."""
    assert not {command["command"] for command in CONTRIBUTES["commands"]} & set(COMMANDS)


def _differs(settings: Settings, name: str) -> bool:
    return bool(getattr(settings, name) != getattr(Settings(), name))


def another(name: str, schema: dict[str, Any]) -> object:
    """A value that the schema allows and that is not the default."""
    if name == "gluonize.severity":
        return {"missing": "off"}
    if name == "gluonize.kernel.server":
        return "http://127.0.0.1:8888"
    if "enum" in schema:
        return next(value for value in schema["enum"] if value != schema["default"])
    if schema.get("format") == "uri":
        return "https://localhost/docs/"
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "boolean":
        return not schema["default"]
    return {"string": "/usr/bin/python3", "array": ["*.py"], "integer": 1234, "number": 0.125}[kind]
