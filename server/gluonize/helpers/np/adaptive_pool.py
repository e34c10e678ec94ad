import mxnet as mx


def adaptive_pool(input, output_size, dims, reduce=mx.np.mean):
    """Pool the last `dims` axes to `output_size` (None keeps one); cell i is i*n/m to (i+1)*n/m, rounded outwards."""
    sizes = (output_size,) * dims if isinstance(output_size, int) or output_size is None else tuple(output_size)
    for axis, cells in zip(range(input.ndim - dims, input.ndim), sizes, strict=True):
        length = input.shape[axis]
        if cells is None or cells == length:
            continue
        ends = [(i * length // cells, -(-(i + 1) * length // cells)) for i in range(cells)]
        parts = [input[(slice(None),) * axis + (slice(begin, end),)] for begin, end in ends]
        input = mx.np.concatenate([reduce(part, axis=axis, keepdims=True) for part in parts], axis=axis)
    return input
