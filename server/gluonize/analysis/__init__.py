"""From source text to uses of PyTorch names: parsing, scopes, imports, types; incremental and error-tolerant."""

from gluonize.analysis.document import Document, Unit
from gluonize.analysis.model import Argument, Span, Use

__all__ = ["Argument", "Document", "Span", "Unit", "Use"]
