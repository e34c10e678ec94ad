import mxnet as mx


def joined(arrays, axis=0):
    """Join arrays along `axis`; those of shape (0,) fit any, and only give their type, as in PyTorch."""
    kept = [array for array in arrays if array.shape != (0,)]
    if not kept:
        return mx.np.concatenate(arrays)
    floats = [array.dtype.name for array in arrays if "float" in array.dtype.name]
    return mx.np.concatenate([array.astype(max(floats)) if floats else array for array in kept], axis=axis)
