"""Line charts and bars as SVG text: static, styled by the classes of the page that holds them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 520, 240
_FIRST, _LAST, _BARS = -16, 2, 22
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 14, 14, 34


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: `style` is its CSS class; points are (x, y); `dots` marks each of them."""

    name: str
    style: str
    points: Sequence[tuple[float, float]]
    dots: bool = False


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps numbers from `low`..`high` to pixels from `start`..`end`."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, number: float) -> float:
        low, high, value = (math.log10(n) if self.log else n for n in (self.low, self.high, number))
        share = (value - low) / (high - low) if high > low else 0.5
        return self.start + share * (self.end - self.start)


def line_chart(series: Sequence[Series], *, title: str, x_label: str, log: bool = False) -> str:
    """An SVG chart of `series`; with `log`, the y axis is logarithmic and points at or below 0 are left out."""
    shown = [_usable(one, log) for one in series]
    points = [point for one in shown for point in one.points]
    if not points:
        return ""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    low, high = _range(ys, log)
    across = _Scale(min(xs), max(xs), _LEFT, _WIDTH - _RIGHT)
    up = _Scale(low, high, _HEIGHT - _BOTTOM, _TOP, log)
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">',
        *_rows(up, log),
        *_columns(across, xs, x_label),
        *(_line(one, across, up) for one in shown),
        "</svg>",
    ]
    return "".join(parts)


def histogram(zero: int, lowest: int, counts: Sequence[int]) -> str:
    """Small bars: how many of the errors lie in each power of ten from 1e-16 to 1e2, the smaller and the zeros first.

    The axis is the same for all values, so that a column of these can be read downwards.
    """
    bars = [0] * (_LAST - _FIRST + 1)
    bars[0] = zero
    for exponent, count in enumerate(counts, lowest):
        bars[min(max(exponent, _FIRST), _LAST) - _FIRST] += count
    most = max(bars) or 1
    told = [f"{zero} are 0"] if zero else []
    told += [f"{count} from 1e{exponent}" for exponent, count in enumerate(counts, lowest) if count]
    rects = (
        f'<rect x="{place * 5}" width="4" y="{_BARS - height:.1f}" height="{height:.1f}"/>'
        for place, count in enumerate(bars)
        if count and (height := max(1.5, _BARS * count / most))
    )
    return (
        f'<svg class="errors" viewBox="0 0 {5 * len(bars)} {_BARS}" role="img"><title>{escape(", ".join(told))}</title>'
        f"{''.join(rects)}</svg>"
    )


def _usable(series: Series, log: bool) -> Series:
    points = [(x, y) for x, y in series.points if math.isfinite(y) and (y > 0 or not log)]
    return Series(series.name, series.style, points, series.dots)


def _range(ys: Sequence[float], log: bool) -> tuple[float, float]:
    low, high = min(ys), max(ys)
    if log:
        return 10.0 ** math.floor(math.log10(low)), 10.0 ** max(
            math.ceil(math.log10(high)), math.floor(math.log10(low)) + 1
        )
    step = _step(high - min(low, 0.0) or 1.0)
    return (0.0 if low >= 0 else step * math.floor(low / step)), step * math.ceil(high / step) or step


def _step(span: float) -> float:
    """A round distance that divides `span` into about five parts."""
    size = 10.0 ** math.floor(math.log10(span / 5))
    return next((size * factor for factor in (1, 2, 5, 10) if span / (size * factor) <= 6), size * 10)


def _rows(scale: _Scale, log: bool) -> list[str]:
    if log:
        first, last = round(math.log10(scale.low)), round(math.log10(scale.high))
        every = max(1, math.ceil((last - first) / 6))
        ticks = [10.0**exponent for exponent in range(first, last + 1, every)]
    else:
        step = _step(scale.high - scale.low)
        count = round((scale.high - scale.low) / step)
        ticks = [scale.low + step * number for number in range(count + 1)]
    return [
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{scale(tick):.1f}" y2="{scale(tick):.1f}"/>'
        f'<text class="tick" x="{_LEFT - 8}" y="{scale(tick) + 4:.1f}" text-anchor="end">{_label(tick, log)}</text>'
        for tick in ticks
    ]


def _columns(scale: _Scale, xs: Sequence[float], label: str) -> list[str]:
    first, last = math.ceil(min(xs)), math.floor(max(xs))
    step = max(1, math.ceil((last - first) / 8))
    ticks = range(first, last + 1, step)
    marks = [
        f'<text class="tick" x="{scale(tick):.1f}" y="{_HEIGHT - 18}" text-anchor="middle">{tick}</text>'
        for tick in ticks
    ]
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    return [*marks, f'<text class="label" x="{middle}" y="{_HEIGHT - 3}" text-anchor="middle">{escape(label)}</text>']


def _label(number: float, log: bool) -> str:
    return f"1e{round(math.log10(number))}" if log else f"{number:.6g}"


def _line(series: Series, across: _Scale, up: _Scale) -> str:
    places = [(across(x), up(y)) for x, y in series.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    line = f'<polyline class="line {series.style}" points="{path}"><title>{escape(series.name)}</title></polyline>'
    if not series.dots:
        return line
    marks = (
        f'<circle class="dot {series.style}" cx="{x:.1f}" cy="{y:.1f}" r="3.5">'
        f"<title>{escape(series.name)}: {value:.6g}</title></circle>"
        for (x, y), (_, value) in zip(places, series.points, strict=True)
    )
    return line + "".join(marks)
