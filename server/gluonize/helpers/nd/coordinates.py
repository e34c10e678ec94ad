import mxnet as mx


def coordinates(axis, index):
    """Return the full coordinates that `index` means along `axis`, one row per axis, for gather_nd and its reverse."""
    rows = []
    for position, size in enumerate(index.shape):
        shape = tuple(size if other == position else 1 for other in range(index.ndim))
        steps = mx.nd.arange(size, ctx=index.context, dtype="int64").reshape(shape).broadcast_to(index.shape)
        rows.append(index.astype("int64") if position == axis % index.ndim else steps)
    return mx.nd.stack(*rows)
