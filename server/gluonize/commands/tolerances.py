"""The options that change tolerances: a number for all precisions, or PRECISION=NUMBER for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from gluonize.parity.tolerances import ALL, PRECISION_NAMES


class _Change(click.ParamType):  # type: ignore[type-arg]
    """A precision with its new number."""

    name = "NUMBER | PRECISION=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        name, _, number = str(value).rpartition("=")
        if name and name not in PRECISION_NAMES:
            self.fail(f"{name!r} is no precision: use one of {', '.join(PRECISION_NAMES)}.", param, ctx)
        return name or ALL, float(click.FloatRange(min=0)(number, param, ctx))


def tolerance_option(option: str, kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option that can be given several times; the command gets a dict from precision to number."""
    return click.option(
        option,
        type=_Change(),
        multiple=True,
        callback=lambda ctx, param, given: dict(given),
        help=f"The {kind} tolerance, in the place of the usual ones; float16=1e-2 is for that precision alone.",
    )
