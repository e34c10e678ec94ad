"""A comparison while it runs: the stage, the share that is done, and the losses of the epochs that are over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from gluonize.parity.options import SIDES, TITLES, Side

_ROWS = 12


class Running(Progress):
    """The live view; called with the stage and the share that is done."""

    def __init__(self, console: Console) -> None:
        self._losses: Mapping[Side, tuple[float, ...]] = {}
        self._precision = ""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        super().__init__(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self.add_task("starting", total=1.0)

    def __call__(self, stage: str, share: float) -> None:
        self.update(self._task, description=stage, completed=share)

    def watch(self, precision: str, losses: Mapping[Side, tuple[float, ...]]) -> None:
        """Show the mean losses of the epochs that are over on each side."""
        self._precision, self._losses = precision, losses

    def get_renderables(self) -> Iterable[RenderableType]:
        if self._losses:
            yield losses_so_far(self._precision, self._losses)
        yield from super().get_renderables()


def losses_so_far(precision: str, losses: Mapping[Side, tuple[float, ...]]) -> Table:
    """The last epochs with the losses that are known, and their difference where both are."""
    table = Table(title=f"Loss of the epochs so far, in {precision}", title_justify="left")
    for header in ("epoch", *TITLES.values(), "difference"):
        table.add_column(header, justify="right")
    ours, theirs = (losses.get(side, ()) for side in SIDES)
    epochs = range(max(len(ours), len(theirs)))
    for epoch in epochs[-_ROWS:]:
        both = [means[epoch] if epoch < len(means) else None for means in (ours, theirs)]
        cells = ["" if mean is None else f"{mean:.6f}" for mean in both]
        apart = "" if both[0] is None or both[1] is None else f"{abs(both[0] - both[1]):.1e}"
        table.add_row(str(epoch + 1), *cells, apart)
    return table


@contextmanager
def progress() -> Iterator[Running]:
    """The live view on standard error, where that is a terminal; it is gone when the block is over."""
    with Running(Console(stderr=True, emoji=False)) as view:
        yield view
