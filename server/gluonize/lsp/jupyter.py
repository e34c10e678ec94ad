"""How jupyter-lsp finds this server: the entry point `jupyter_lsp_spec_v1`."""

from __future__ import annotations

import sys
from typing import Any


def spec(manager: object) -> dict[str, dict[str, Any]]:
    """The server's description in jupyter-lsp's format 2; it runs in the interpreter of the Jupyter server."""
    return {
        "gluonize": {
            "version": 2,
            "argv": [sys.executable, "-m", "gluonize", "server"],
            "display_name": "Gluonize",
            "languages": ["python"],
            "mime_types": ["text/x-python", "text/python", "text/x-ipython"],
            "requires_documents_on_disk": False,
        }
    }
