"""From uses to edits: findings, quick fixes and conversions."""

from gluonize.analysis.overloads import Bound, Unbound, bind
from gluonize.rewriter.conversion import convert
from gluonize.rewriter.findings import findings, judge, judged, quick_fix
from gluonize.rewriter.model import Conversion, Edit, Finding, apply_edits
from gluonize.rewriter.program import Program
from gluonize.rewriter.wholeness import Wholeness, apart, wholeness

__all__ = [
    "Bound",
    "Conversion",
    "Edit",
    "Finding",
    "Program",
    "Unbound",
    "Wholeness",
    "apart",
    "apply_edits",
    "bind",
    "convert",
    "findings",
    "judge",
    "judged",
    "quick_fix",
    "wholeness",
]
