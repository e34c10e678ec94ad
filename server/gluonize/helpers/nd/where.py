import mxnet as mx


def where(condition, input, other):
    """Choose from `input` where `condition` is not zero, else from `other`; numbers and arrays broadcast."""
    parts = [part.as_np_ndarray() if isinstance(part, mx.nd.NDArray) else part for part in (condition, input, other)]
    return mx.np.where(*parts).as_nd_ndarray()
