import mxnet as mx
import numpy as np


def pack(value, arrays):
    """Describe `value` in the types of JSON; its arrays go into the list `arrays`. TypeError for anything but data."""
    if isinstance(value, (mx.nd.NDArray, np.ndarray)):
        kinds = {"np": mx.np.ndarray, "nd": mx.nd.NDArray, "numpy": np.ndarray}
        kind = next(name for name, kind in kinds.items() if isinstance(value, kind))
        arrays.append(value if kind == "numpy" else value.asnumpy())
        return {kind: len(arrays) - 1}
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return {"dict": [[pack(key, arrays), pack(item, arrays)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"tuple" if isinstance(value, tuple) else "list": [pack(item, arrays) for item in value]}
    raise TypeError(f"a {type(value).__name__} cannot be saved: save numbers and arrays, such as a state_dict()")
