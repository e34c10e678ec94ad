"""Settings in every shape that clients send."""

from __future__ import annotations

from typing import Any

import pytest

from gluonize.catalogue import Category
from gluonize.lsp.settings import _PRECISIONS, Settings, holds_settings, read_settings
from gluonize.parity.tolerances import PRECISION_NAMES

WANTED = Settings(target="np", inlay_hints=True, rtol={"all": 0.1}, torch_interpreter="/py")
NESTED = {"target": "np", "inlayHints": True, "tolerance": {"rtol": 0.1, "atol": None}, "torch": {"interpreter": "/py"}}
DOTTED = {"gluonize.target": "np", "inlayHints": True, "tolerance.rtol": 0.1, "torch.interpreter": "/py"}


@pytest.mark.parametrize(
    "sent", [NESTED, DOTTED, {"gluonize": NESTED}, {"settings": {"gluonize": NESTED}}, {"settings": NESTED}]
)
def test_nested_dotted_and_wrapped_settings_are_the_same(sent: dict[str, Any]) -> None:
    assert read_settings(sent) == (WANTED, ())


@pytest.mark.parametrize("sent", [None, {}, [], "x", 3, {"settings": {}}, {"other": 1}])
def test_anything_else_gives_the_defaults(sent: object) -> None:
    assert read_settings(sent) == (Settings(), ())


def test_an_empty_object_says_nothing() -> None:
    assert not holds_settings({"settings": {}})
    assert holds_settings({"gluonize": {"target": "nd"}})


def test_severities_are_taken_one_by_one() -> None:
    settings, problems = read_settings({"severity": {"missing": "off", "renamed": "loud"}})
    assert settings.severity[Category.MISSING] == "off"
    assert settings.severity[Category.RENAMED] == "information"
    (problem,) = problems
    assert problem.startswith("The setting gluonize.severity.renamed is 'loud': give one of error, warning, ")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("target", "torch"),
        ("ignore", "*.py"),
        ("ignore", [1]),
        ("inlayHints", "yes"),
        ("docsUrl", "codes/"),
        ("device", 0),
        ("kernel.send", "data"),
        ("precision", "float16"),
        ("tolerance.rtol", -1),
        ("tolerance.atol", True),
        ("tolerance.atol.float16", "0.1"),
        ("limits.seconds", 0.5),
        ("limits.memoryMiB", 1),
    ],
)
def test_a_bad_value_is_one_sentence_and_the_default(key: str, value: object) -> None:
    settings, problems = read_settings({key: value})
    assert settings == Settings()
    assert len(problems) == 1
    assert problems[0].startswith(f"The setting gluonize.{key} is {value!r}: give ")


@pytest.mark.parametrize(
    "sent", [{"tolerance": {"rtol": {"all": 0.1, "float16": 0.2}}}, {"tolerance.rtol.float16": 0.2}]
)
def test_tolerances_are_for_one_precision_or_for_all(sent: dict[str, Any]) -> None:
    settings, problems = read_settings(sent)
    assert settings.rtol["float16"] == 0.2
    assert problems == ()


def test_the_precisions_are_those_of_the_comparison() -> None:
    assert set(_PRECISIONS) == set(PRECISION_NAMES)


@pytest.mark.parametrize("value", ["localhost:8888", "http://localhost:8888/?token=sesame", "https://me:sesame@host"])
def test_a_kernel_server_that_is_no_plain_url_is_not_shown(value: object) -> None:
    settings, (problem,) = read_settings({"kernel": {"server": value}})
    assert settings == Settings()
    assert problem.startswith("The setting gluonize.kernel.server is not usable: give the URL of a Jupyter server")
    assert "sesame" not in problem


def test_where_kernels_run() -> None:
    sent = {"kernel.server": "https://host/user/me", "kernel.tokenFile": "~/token", "kernel.send": ["data/*.npz"]}
    settings, problems = read_settings(sent)
    assert (settings.kernel_server, settings.kernel_token_file) == ("https://host/user/me", "~/token")
    assert settings.kernel_send == ("data/*.npz",)
    assert problems == ()
