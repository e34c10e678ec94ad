"""Runs the catalogue's examples on PyTorch and on MXNet, compares them, and writes the evidence.

Run it as `python -m scripts.verify CHAPTER...` in an environment that holds torch, mxnet and gluonize.
"""
