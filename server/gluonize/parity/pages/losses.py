"""The charts of the training's course."""

from __future__ import annotations

from gluonize.parity.charts import Series, line_chart
from gluonize.parity.report import Report


def loss_chart(report: Report) -> str:
    """The loss of each step and the mean of each epoch, as SVG; "" where nothing was trained."""
    losses = report.losses
    if not losses.torch_steps:
        return ""
    series = [
        Series("PyTorch, each step", "torch", list(enumerate(losses.torch_steps, 1))),
        Series("MXNet, each step", "mxnet", list(enumerate(losses.mxnet_steps, 1))),
    ]
    ends, total = [], 0
    for epoch in losses.epochs:
        total += epoch.batches
        ends.append(total)
    strong = [("PyTorch, epoch", "torch strong", "torch"), ("MXNet, epoch", "mxnet strong dashed", "mxnet")]
    for name, style, side in strong if len(ends) > 1 else []:
        points = [(end, getattr(epoch, side)) for end, epoch in zip(ends, losses.epochs, strict=True)]
        series.append(Series(name, style, points, dots=True))
    return line_chart(series, title="loss at each step and mean of each epoch", x_label="step")


def difference_chart(report: Report) -> str:
    """How far the losses are apart, on a logarithmic axis; "" where they are the same to the last bit."""
    losses = report.losses
    if len(losses.epochs) > 1:
        single = [(epoch.epoch, epoch.difference) for epoch in losses.epochs]
        double = [(e.epoch, e.difference_float64) for e in losses.epochs if e.difference_float64 is not None]
        label = "epoch"
    else:
        both = zip(losses.torch_steps, losses.mxnet_steps, strict=False)
        single, double, label = [(step, abs(a - b)) for step, (a, b) in enumerate(both, 1)], [], "step"
    series = [Series(report.precision, "mxnet strong", single, dots=True)]
    if double:
        series.append(Series("float64", "double strong", double, dots=True))
    return line_chart(series, title="difference of the losses", x_label=label, log=True)
