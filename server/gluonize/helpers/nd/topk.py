from collections import namedtuple

import mxnet as mx


def topk(input, k, dim=-1, largest=True):
    """Return the `k` largest or smallest elements along `dim`, in order, and their places: (values, indices)."""
    found = mx.nd.topk(input, k=k, axis=dim, ret_typ="both", is_ascend=not largest, dtype="int64")
    return namedtuple("topk", ("values", "indices"))(*found)
