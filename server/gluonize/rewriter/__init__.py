"""From uses to edits: findings, quick fixes and conversions."""

from gluonize.rewriter.conversion import convert
from gluonize.rewriter.findings import findings, quick_fix
from gluonize.rewriter.model import Conversion, Edit, Finding, apply_edits
from gluonize.rewriter.program import Program

__all__ = ["Conversion", "Edit", "Finding", "Program", "apply_edits", "convert", "findings", "quick_fix"]
