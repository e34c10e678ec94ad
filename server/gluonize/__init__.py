"""Gluonize: bring PyTorch code to Apache MXNet (Gluon) and prove each conversion by running it."""

__version__ = "0.1.0"
