"""Measures Gluonize beside ruff's language server, in one run on one machine: `python -m benchmarks`."""
