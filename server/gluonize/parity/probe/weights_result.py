"""What both sides of converting a checkpoint do alike: build the network, write their answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .program import run_program


class BuildError(Exception):
    """The network cannot be built; the message says what to do."""


def build(request: dict[str, Any], program: str, base: type) -> Any:
    """The network that the request names: a class without arguments, a call such as Net(10), or a variable."""
    text = Path(program).read_text(encoding="utf-8")
    namespace, failure = run_program(text, request["path"], request["label"], main=False)
    if failure is not None:
        raise BuildError(f"{failure['type']} in line {failure['line']}: {failure['message']}")
    try:
        value = eval(request["network"], namespace)
        value = value() if isinstance(value, type) and issubclass(value, base) else value
    except Exception as error:
        raise BuildError(f"{request['network']} cannot be built: {type(error).__name__}: {error}") from error
    if not isinstance(value, base):
        raise BuildError(f"{request['network']} is no network: name a class, or write its call, as in Net(10)")
    return value


def write(path: Path, **content: Any) -> None:
    """Write an answer as JSON."""
    path.write_text(json.dumps(content), encoding="utf-8")
