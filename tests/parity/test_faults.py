"""A conversion that is spoiled on purpose must disagree, and the line of the fault must be named."""

from __future__ import annotations

import pytest

from .conftest import PROGRAMS, Comparison

pytestmark = pytest.mark.parity

ORIGINAL = (PROGRAMS / "faults.py").read_text(encoding="utf-8")
CONVERTED = (PROGRAMS / "faults.mx.py").read_text(encoding="utf-8")

# What is spoiled: the text of the conversion, what stands there instead, and how the line of the source begins.
FAULTS = {
    "wrong padding": ("padding=1", "padding=2, dilation=2", "h = self.conv(x)"),
    "wrong epsilon": ("epsilon=1e-5", "epsilon=1e-3", "h = self.norm("),
    "wrong slope": ("slope=0.01", "slope=0.25", "h = functional.leaky_relu"),
    "average for maximum": ('pool_type="max"', 'pool_type="avg"', "h = functional.max_pool2d"),
    "axes swapped in a reshape": ("h = h.reshape(6, -1)", "h = h.reshape(-1, 6).T", "h = h.reshape(6, -1)"),
    "wrong axis of a sum": ("a.sum(axis=1, keepdims=True)", "a.sum(axis=0)[:1].tile((4, 1))", "total = "),
    "biased for unbiased": ("a.shape[0] - 1", "a.shape[0]", "spread = "),
    "transposed matrix": ("mx.nd.dot(a, b)", "mx.nd.dot(a, b, transpose_b=True)", "mixed = "),
    "wrong axis of a softmax": ("softmax(mixed, axis=-1)", "softmax(mixed, axis=0)", "smooth = "),
    "bounds lost": ("mx.nd.clip(mixed, -0.5, 0.5)", "mx.nd.clip(mixed, -0.5, 5)", "top = "),
    "arguments swapped": ("mx.nd.subtract(mixed, smooth)", "mx.nd.subtract(smooth, mixed)", "sub = "),
    "fmod for remainder": (
        "mx.nd.modulo(mixed * 10, 3)",
        "mx.nd.sign(mixed) * mx.nd.modulo(mx.nd.abs(mixed * 10), 3)",
        "rest = ",
    ),
    "wrong axis of a sort": ("argsort(mixed, axis=-1)", "argsort(mixed, axis=0)", "order = "),
    "wrong axis of a concatenation": ("concat(smooth, top, dim=1)", "concat(top, smooth, dim=1)", "high = "),
    "operator lost": ("+ rest.mean()", "", "return (total + spread.sum())"),
    "wrong default of the momentum": ('"momentum": 0.9', '"momentum": 0.8', "trainer.step()"),
    "wrong learning rate": ('"learning_rate": 0.05', '"learning_rate": 0.1', "trainer.step()"),
    "step divides by the batch": ("trainer.step(1)", "trainer.step(6)", "trainer.step()"),
    "sum for mean": ("net(x)), y).mean()", "net(x)), y).sum()", "loss = functional.cross_entropy"),
    "gradient halved": ("return self.fc(h)", "return self.fc((h + h.detach()) / 2)", "trainer.step()"),
}


def test_the_sound_conversion_agrees(run: Comparison) -> None:
    report = run("faults")
    assert (report.agree, report.diverges_at) == (True, None), report.reason


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_at_its_line(run: Comparison, fault: str) -> None:
    right, wrong, begin = FAULTS[fault]
    assert CONVERTED.count(right) == 1
    report = run(ORIGINAL, CONVERTED.replace(right, wrong))
    assert (report.agree, report.verdict) == (False, "different"), report.reason
    assert report.diverges_at is not None
    assert ORIGINAL.splitlines()[report.diverges_at - 1].strip().startswith(begin), report.reason
