import pickle

import mxnet as mx
import numpy as np


def all_gather_object(objects, value):
    """Fill the list `objects` with the `value` of each worker. It travels as a pickle: trust the other workers."""
    data = np.frombuffer(pickle.dumps(value), dtype=np.uint8)
    sizes = [int(size.asscalar()) for size in from_workers(mx.nd.array([len(data)], dtype="float64"))]
    padded = np.zeros(max(sizes))
    padded[: len(data)] = data
    parts = from_workers(mx.nd.array(padded, dtype="float64"))
    objects[:] = [pickle.loads(p.asnumpy()[:n].astype(np.uint8).tobytes()) for p, n in zip(parts, sizes)]
