"""Prints, as JSON, what the interpreter that runs it offers to the server. Any Python can run it."""

import json
import sys

COMPILED = ("tree_sitter", "tree_sitter_python")


def available(module):
    """Whether the environment can import `module`; asks without importing it."""
    from importlib.util import find_spec

    return find_spec(module) is not None


supported = sys.version_info >= (3, 10)
answer = {
    "executable": sys.executable,
    "version": sys.version_info[:2],
    "supported": supported,
    "installed": False,
    "missing": [],
}
if supported:
    answer["installed"] = available("gluonize")
    answer["missing"] = [module for module in COMPILED if not available(module)]
sys.stdout.write(json.dumps(answer))
