"""From source text to uses of PyTorch names: parsing, scopes, imports, types; incremental and error-tolerant."""

from gluonize.analysis.document import Document, Unit
from gluonize.analysis.inference import infer_receivers
from gluonize.analysis.model import Argument, Span, Use, shift
from gluonize.analysis.project import connect, module_name

__all__ = ["Argument", "Document", "Span", "Unit", "Use", "connect", "infer_receivers", "module_name", "shift"]
