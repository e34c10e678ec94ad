import json

import mxnet as mx
import numpy as np


def load(file):
    """Read what `save` wrote, a parameters file of MXNet, or the arrays of a .npz file.

    Nothing in the file is run. ValueError for a file of PyTorch: `gluonize weights` converts it.
    """
    try:
        contents = np.load(file, allow_pickle=False)
    except ValueError:
        return mx.nd.load(str(file))
    names = getattr(contents, "files", [])
    if any(name.endswith("data.pkl") for name in names):
        raise ValueError(f"{file} is a file of PyTorch: convert it with gluonize weights")
    if "structure" not in names:
        return {name: mx.nd.array(contents[name], dtype=contents[name].dtype) for name in names}
    return unpack(json.loads(str(contents["structure"])), contents)
