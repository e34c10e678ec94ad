import numpy as np


def item_from(data, dtype=None):
    """An item of a data set from `data`; a number where that is a single one, as nd arrays always keep an axis."""
    array = tensor(data, dtype=dtype)
    return array if np.ndim(data) else array.asnumpy()[0]
