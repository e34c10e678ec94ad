import mxnet as mx


def chunk(input, chunks, axis=0):
    """Cut `input` along `axis` into at most `chunks` parts of one size, the last one smaller."""
    whole = input.shape[axis]
    size = -(-whole // chunks)
    before = (slice(None),) * (axis % input.ndim)
    return tuple(input[(*before, slice(start, min(start + size, whole)))] for start in range(0, whole, size))


def split(input, size, axis=0):
    """Cut `input` along `axis` into parts of `size`, the last one smaller, or of the sizes in the list `size`."""
    whole = input.shape[axis]
    sizes = list(size) if isinstance(size, (list, tuple)) else [size] * -(-whole // size)
    before = (slice(None),) * (axis % input.ndim)
    parts, start = [], 0
    for length in sizes:
        parts.append(input[(*before, slice(start, min(start + length, whole)))])
        start += length
    return tuple(parts)


x = mx.nd.ones((2, 3))
parts = split(x, 1)

import time

print(time.time(), chunk(x, 2))
