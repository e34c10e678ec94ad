# target: np
import mxnet as mx

mx.npx.set_np()


def joined(arrays, axis=0):
    """Join arrays along `axis`; those of shape (0,) fit any, and only give their type, as in PyTorch."""
    kept = [array for array in arrays if array.shape != (0,)]
    if not kept:
        return mx.np.concatenate(arrays)
    floats = [array.dtype.name for array in arrays if "float" in array.dtype.name]
    return mx.np.concatenate([array.astype(max(floats)) if floats else array for array in kept], axis=axis)


gathered = mx.np.array([])
labels = mx.np.empty((0,), dtype='int64')
for step in range(3):
    gathered = joined((gathered, mx.np.ones((2, 3))), axis=0)
    labels = joined([labels, mx.np.ones((2,)).astype('int64')])
