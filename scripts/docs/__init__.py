"""Writes the reference in docs/reference/ from the catalogue and its evidence."""
