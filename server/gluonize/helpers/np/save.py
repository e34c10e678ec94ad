import json
import os

import mxnet as mx
import numpy as np


def save(value, file):
    """Write arrays, numbers, texts, and nested dictionaries, lists and tuples of these; `load` reads them back.

    Arrays by name alone are written to a file as load_parameters() reads them, too.
    """
    path = isinstance(file, (str, os.PathLike))
    if path and isinstance(value, dict) and value and all(isinstance(v, mx.nd.NDArray) for v in value.values()):
        mx.npx.save(str(file), dict(value))
        return
    arrays = []
    contents = {"structure": json.dumps(pack(value, arrays))}
    contents.update((str(number), array) for number, array in enumerate(arrays))
    if not path:
        np.savez(file, **contents)
        return
    with open(file, "wb") as target:
        np.savez(target, **contents)
