import mxnet as mx


def coordinates(axis, index):
    """Return the full coordinates that `index` means along `axis`, one row per axis, for gather_nd and its reverse."""
    rows = []
    for position, size in enumerate(index.shape):
        shape = tuple(size if other == position else 1 for other in range(index.ndim))
        steps = mx.np.arange(size, dtype="int64", ctx=index.ctx).reshape(shape).broadcast_to(index.shape)
        rows.append(index.astype("int64") if position == axis % index.ndim else steps)
    return mx.np.stack(rows)
