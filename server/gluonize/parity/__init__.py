"""Runs a PyTorch program and its conversion in two kernels and says whether they compute the same."""

from gluonize.parity.call_runs import compare_part
from gluonize.parity.options import CompareOptions, Limits
from gluonize.parity.report import Report
from gluonize.parity.runner import compare, compare_subject
from gluonize.parity.saved import judge_again, read_report
from gluonize.parity.tolerances import Tolerance, Tolerances
from gluonize.parity.views import render_html, render_markdown

__all__ = [
    "CompareOptions",
    "Limits",
    "Report",
    "Tolerance",
    "Tolerances",
    "compare",
    "compare_part",
    "compare_subject",
    "judge_again",
    "read_report",
    "render_html",
    "render_markdown",
]
