"""A conversion that is spoiled on purpose must disagree, and the line of the fault must be named, and no other."""

from __future__ import annotations

import pytest

from gluonize.parity import Report

from .conftest import PROGRAMS, Comparison
from .spoiling import Fault, spoiled

pytestmark = pytest.mark.parity

TEXTS = {name: (PROGRAMS / f"{name}.py").read_text(encoding="utf-8") for name in ("faults", "faults_deep")}

FAULTS = {
    "faults": {
        "wrong padding": Fault("self.conv =", "padding=1", "padding=2, dilation=2", "h = self.conv("),
        "wrong epsilon": Fault("self.norm =", "nn.LayerNorm(", "nn.LayerNorm(epsilon=1e-3, ", "h = self.norm("),
        "wrong slope": Fault("h = functional.leaky_relu", ", slope=", ", slope=25 * "),
        "default lost": Fault("h = functional.leaky_relu", ", slope=", ", slope=0.25 + 0 * "),
        "average for maximum": Fault("h = functional.max_pool2d", "pool_type='max'", "pool_type='avg'"),
        "axes swapped in a reshape": Fault("h = h.reshape(6, -1)", "))", ")).reshape((-1, 6)).T"),
        "mean for sum": Fault("total =", ".sum(axis=", ".mean(axis="),
        "biased for unbiased": Fault("spread =", ", ", ", correction=0, dim="),
        "transposed matrix": Fault("mixed =", ".as_np_ndarray())", ".as_np_ndarray().T)"),
        "wrong axis of a softmax": Fault("smooth =", ", axis=", ", axis=1 + "),
        "bounds lost": Fault("top =", ", a_max=", ", a_max=10 * "),
        "arguments swapped": Fault("sub =", "mx.nd.subtract(", "(lambda a, b: mx.nd.subtract(b, a))("),
        "fmod for remainder": Fault(
            "rest =", "mx.nd.modulo(", "(lambda a, b: mx.nd.sign(a) * mx.nd.modulo(mx.nd.abs(a), b))("
        ),
        "wrong axis of a sort": Fault("order =", ", axis=", ", axis=1 + "),
        "wrong order of a concatenation": Fault(
            "high =", "mx.nd.concat(*", "(lambda *parts, dim: mx.nd.concat(*parts[::-1], dim=dim))(*"
        ),
        "classes off by one": Fault("y =", "tensor(", "1 + tensor("),
        "wrong momentum": Fault("trainer =", "momentum=0.9", "momentum=0.8", "trainer.step()"),
        "wrong learning rate": Fault("trainer =", "learning_rate=0.05", "learning_rate=0.1", "trainer.step()"),
        "weight decay of its own": Fault("trainer =", "wd=0", "wd=0.1", "trainer.step()"),
        "step divides by the batch": Fault("trainer.step()", ".step(1)", ".step(6)"),
        "sum for mean": Fault(
            "loss =", "cross_entropy(", "(lambda scores, y: cross_entropy(scores, y, reduction='sum'))("
        ),
        "gradient halved": Fault("h = h.reshape(6, -1)", "))", ")); h = (h + h.detach()) / 2"),
        "gradient blocked": Fault(
            "h = functional.leaky_relu", "mx.nd.LeakyReLU(", "0.5 * h + 0.5 * h.detach(); h = mx.nd.LeakyReLU("
        ),
    },
    "faults_deep": {
        "transposed weight": Fault(
            "self.mix =",
            "nn.Dense(",
            "type('T', (nn.Dense,), {'hybrid_forward': lambda s, F, x, weight, bias: F.dot(x, weight) + bias})(",
            "h = self.mix(",
        ),
        "wrong momentum of the statistics": Fault(
            "self.norm =", "BatchNorm(", "(lambda channels: BatchNorm(channels, momentum=0.5))(", "h = self.norm("
        ),
        "biased statistics": Fault("self.norm =", "BatchNorm(", "nn.BatchNorm(in_channels=", "h = self.norm("),
        "another activation": Fault("nn.GELU()", "nn.GELU()", "nn.SELU()"),
        "wrong axis inside of a container": Fault("nn.LogSoftmax(", "axis=", "axis=1 + "),
        "activation lost in an argument": Fault("return self.head(", "act_type='elu'", "act_type='leaky'"),
        "sum for mean of embeddings": Fault("h = self.embed(", ".mean(axis=", ".sum(axis="),
        "sigmoid for tanh": Fault("h = h + torch.tanh", "mx.nd.tanh(", "mx.nd.sigmoid("),
        "weights of the classes lost": Fault("loss =", "nll_loss(", "(lambda a, b, weight: nll_loss(a, b))("),
        "wrong coefficients of the moments": Fault("optimizer =", "(0.8, 0.95)", "(0.9, 0.95)", "optimizer.step()"),
        "decay lost": Fault("optimizer =", "wd=0.01", "wd=0", "optimizer.step()"),
        "wrong schedule": Fault("scheduler =", "StepLR(", "(lambda o, n, gamma: StepLR(o, n))(", "optimizer.step()"),
        "smallest for largest": Fault("best, places =", "topk(", "(lambda a, k, dim: topk(a, k, dim, False))("),
        "variance of all": Fault("spread =", "variance(", "(lambda a, dim: variance(a) + 0 * variance(a, dim))("),
        "least for largest": Fault("right =", ".argmax(axis=", ".argmin(axis="),
        "wrong type": Fault("right =", ".astype('float32')", ".astype('int32')"),
        "wrong axis of a running sum": Fault("ranks =", "cumsum(", "(lambda a, dim: cumsum(a, 0))("),
    },
}


def compared(run: Comparison, name: str, *faults: Fault, **options: object) -> Report:
    conversion = spoiled(TEXTS[name], *faults)
    return run(TEXTS[name], conversion.text, edits=conversion.edits, **options)


def blamed(report: Report) -> set[int]:
    return {line.line for line in report.lines if line.verdict == "differs"}


def test_the_sound_conversion_agrees(run: Comparison) -> None:
    report = compared(run, "faults", lines=True)
    assert (report.agree, report.diverges_at) == (True, None), report.reason
    assert {line.verdict for line in report.lines} == {"agrees"}
    assert len(report.lines) > 20


@pytest.mark.parametrize(("name", "fault"), [(name, fault) for name in FAULTS for fault in FAULTS[name]])
def test_a_fault_is_found_at_its_line(run: Comparison, name: str, fault: str) -> None:
    report = compared(run, name, FAULTS[name][fault])
    line = FAULTS[name][fault].line(TEXTS[name])
    assert (report.agree, report.verdict) == (False, "different"), report.reason
    assert report.diverges_at == line, report.reason
    assert blamed(report) == {line}


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("faults", "wrong axis of a softmax", "wrong order of a concatenation"),
        ("faults", "wrong slope", "average for maximum"),
        ("faults", "wrong epsilon", "wrong momentum"),
        ("faults_deep", "sum for mean of embeddings", "another activation"),
        ("faults_deep", "sigmoid for tanh", "smallest for largest"),
    ],
)
def test_two_faults_are_both_found_and_the_first_is_named(run: Comparison, name: str, first: str, second: str) -> None:
    faults = FAULTS[name][first], FAULTS[name][second]
    report = compared(run, name, *faults)
    lines = [fault.line(TEXTS[name]) for fault in faults]
    assert report.diverges_at == lines[0]
    assert blamed(report) == set(lines)


def test_what_follows_a_fault_drifts_and_is_not_blamed(run: Comparison) -> None:
    report = compared(run, "faults", FAULTS["faults"]["wrong slope"])
    line = FAULTS["faults"]["wrong slope"].line(TEXTS["faults"])
    verdicts = {line.line: line for line in report.lines}
    assert verdicts[line].verdict == "differs"
    for number in range(line + 1, line + 5):
        found = verdicts[number]
        assert (found.verdict, found.agree) == ("drifts", True)
        assert (found.max_abs or 0.0) < 1e-6
        assert (found.drift or 0.0) > 1e-3


def test_more_executions_than_are_judged_raise_no_alarm(run: Comparison) -> None:
    text = (PROGRAMS / "unrolled.py").read_text(encoding="utf-8")
    conversion = spoiled(text)
    report = run(text, conversion.text, edits=conversion.edits, lines=True)
    assert report.agree is True, report.reason
    assert blamed(report) == set()
    assert max(line.executions for line in report.lines) == 8
