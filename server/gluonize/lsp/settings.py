"""The user's settings (section `gluonize`), read from whatever a client sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from gluonize.catalogue.model import TARGETS, Category, Target
from gluonize.features.diagnostics import DEFAULT_SEVERITIES, SEVERITIES, Severity

SECTION = "gluonize"
DOCS_URL = "https://gluonize.readthedocs.io/en/latest/"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, with their defaults."""

    target: Target = "nd"
    severity: Mapping[Category, Severity] = field(default_factory=lambda: dict(DEFAULT_SEVERITIES))
    ignore: tuple[str, ...] = ()
    """Patterns in .gitignore's syntax, relative to the workspace's folders: files without diagnostics."""
    inlay_hints: bool = False
    code_lens: bool = True
    docs_url: str = DOCS_URL
    torch_interpreter: str = ""
    """The interpreter that runs PyTorch; empty for the server's own."""
    mxnet_interpreter: str = ""
    kernel_server: str = ""
    """The URL of the Jupyter server that runs the kernels; empty for this machine."""
    kernel_token_file: str = ""
    """The file with the server's token; empty for the environment. A secret among the settings would be logged."""
    kernel_torch: str = ""
    """The server's kernel that has PyTorch; empty for its default."""
    kernel_mxnet: str = ""
    kernel_send: tuple[str, ...] = ()
    """Patterns of files beside a program that go with it to the server."""
    device: Literal["auto", "cpu", "gpu"] = "auto"
    precision: Literal["auto", "float32", "float64"] = "auto"
    """What a comparison calculates in; auto runs again in float64 where float32 parts."""
    lines: bool = False
    """Whether every line is judged on its own in a comparison, even where all values agree."""
    rtol: Mapping[str, float] = field(default_factory=dict)
    """Relative tolerances of a comparison by precision, "all" for all; those that are not named stay usual."""
    atol: Mapping[str, float] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    """What a program under comparison finds in sys.argv behind its name."""
    seconds: int = 600
    """How long one program may run."""
    memory_mib: int = 8192
    """How much memory one program may take."""


def read_settings(sent: object) -> tuple[Settings, tuple[str, ...]]:
    """The settings in what a client sent, and one sentence for each value that was not understood.

    `sent` is the section itself, or an object that holds it under "gluonize" or "settings"; None and anything else
    that is not an object give the defaults. A value that is not understood leaves its default.
    """
    values: dict[str | tuple[str, str], Any] = {}
    problems: list[str] = []
    for key, value in _flat(_section(sent)).items():
        reader = _READERS.get(key)
        if reader is None:
            if key.startswith("severity."):
                problems.append(_category_problem(key))
            continue
        name, read, expected = reader
        try:
            values[name] = read(value)
        except (TypeError, ValueError):
            shown = "not usable" if key in _HIDDEN else repr(value)
            problems.append(f"The setting {SECTION}.{key} is {shown}: give {expected}; the default is used.")
    severity = {**DEFAULT_SEVERITIES, **{key: value for key, value in values.items() if isinstance(key, Category)}}
    named = {key: value for key, value in values.items() if isinstance(key, str) and not isinstance(key, Category)}
    for place, number in values.items():
        if isinstance(place, tuple):
            named.setdefault(place[0], {})[place[1]] = number
    return Settings(severity=severity, **named), tuple(problems)


def holds_settings(sent: object) -> bool:
    """Whether what a client sent says anything at all; some send an empty object first."""
    return bool(_section(sent))


def _section(sent: object) -> Mapping[str, Any]:
    for key in ("settings", SECTION):
        if isinstance(sent, Mapping) and isinstance(sent.get(key), Mapping):
            sent = sent[key]
    return sent if isinstance(sent, Mapping) else {}


def _flat(section: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested objects and dotted keys alike as dotted keys below the section."""
    flat: dict[str, Any] = {}
    for key, value in section.items():
        path = prefix + str(key).removeprefix(f"{SECTION}.")
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{path}."))
        elif value is not None:
            flat[path] = value
    return flat


def _category_problem(key: str) -> str:
    name = key.removeprefix("severity.")
    known = ", ".join(category.value for category in Category)
    return f"The setting {SECTION}.severity names '{name}', which is no category: use one of {known}."


def _choice(*allowed: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError
        return value

    return read


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _url(value: object) -> str:
    text = _text(value)
    if not text.startswith(("https://", "http://", "file://")):
        raise ValueError
    return text if text.endswith("/") else f"{text}/"


def _server(value: object) -> str:
    """The URL of a server without a secret in it, or nothing."""
    text = _text(value)
    if text and (not text.startswith(("https://", "http://")) or any(mark in text for mark in "?#@")):
        raise ValueError
    return text


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return tuple(_text(part) for part in value)


def _tolerance(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
        raise ValueError
    return float(value)


def _count(least: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError
        return value

    return read


_HIDDEN = ("kernel.server",)
"""A wrong value of these may hold a secret."""

_Reader = tuple["str | tuple[str, str]", Callable[[object], Any], str]
_PRECISIONS = ("float64", "float32", "tf32", "float16", "bfloat16")
_NUMBER = "a number that is not negative"

_READERS: dict[str, _Reader] = {
    "target": ("target", _choice(*TARGETS), "'nd' or 'np'"),
    "ignore": ("ignore", _texts, "a list of file patterns"),
    "inlayHints": ("inlay_hints", _boolean, "true or false"),
    "codeLens": ("code_lens", _boolean, "true or false"),
    "docsUrl": ("docs_url", _url, "a full URL"),
    "torch.interpreter": ("torch_interpreter", _text, "the path of a Python interpreter"),
    "mxnet.interpreter": ("mxnet_interpreter", _text, "the path of a Python interpreter"),
    "kernel.server": ("kernel_server", _server, "the URL of a Jupyter server, without its token"),
    "kernel.tokenFile": ("kernel_token_file", _text, "the path of a file"),
    "kernel.torch": ("kernel_torch", _text, "the name of a kernel"),
    "kernel.mxnet": ("kernel_mxnet", _text, "the name of a kernel"),
    "kernel.send": ("kernel_send", _texts, "a list of file patterns"),
    "device": ("device", _choice("auto", "cpu", "gpu"), "'auto', 'cpu' or 'gpu'"),
    "precision": ("precision", _choice("auto", "float32", "float64"), "'auto', 'float32' or 'float64'"),
    "lines": ("lines", _boolean, "true or false"),
    **{f"tolerance.{part}": ((part, "all"), _tolerance, _NUMBER) for part in ("rtol", "atol")},
    **{
        f"tolerance.{part}.{precision}": ((part, precision), _tolerance, _NUMBER)
        for part in ("rtol", "atol")
        for precision in ("all", *_PRECISIONS)
    },
    "arguments": ("arguments", _texts, "a list of texts"),
    "limits.seconds": ("seconds", _count(1), "a whole number of seconds, at least 1"),
    "limits.memoryMiB": ("memory_mib", _count(256), "a whole number of MiB, at least 256"),
    **{
        f"severity.{category.value}": (category, _choice(*SEVERITIES), f"one of {', '.join(SEVERITIES)}")
        for category in Category
    },
}
