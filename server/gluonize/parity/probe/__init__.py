"""The text that runs inside a kernel: the standard library, numpy and one framework, and nothing else of Gluonize.

The modules of this folder are sent to a kernel as text, in the order of their imports. Nothing outside imports them.
"""
