"""Tools for developing Gluonize; no part of the product."""
