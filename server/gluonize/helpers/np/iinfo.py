import numpy as np


def iinfo(dtype):
    """Return NumPy's limits of an integer type."""
    return np.iinfo(dtype)
