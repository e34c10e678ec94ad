"""Numbers and shapes in few characters."""

from __future__ import annotations

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def small(number: float | None) -> str:
    """A difference in few characters; nothing for None."""
    if number is None:
        return ""
    return "0" if number == 0 else f"{number:.2g}" if 0.001 <= number < 1000 else f"{number:.1e}"


def seconds(number: float) -> str:
    """A time with the unit that suits it."""
    size, unit = next((pair for pair in _UNITS if number >= pair[0]), _UNITS[-1])
    return f"{number / size:.3g} {unit}" if number < 100 else f"{number:.0f} s"


def mebibytes(count: int) -> str:
    return f"{count / 2**20:,.0f} MiB"


def shape(axes: list[int]) -> str:
    return " × ".join(map(str, axes)) if axes else "number"


def both(first: str, second: str) -> str:
    """What two sides have, once where it is the same."""
    return first if first == second else f"{first} | {second}"


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
