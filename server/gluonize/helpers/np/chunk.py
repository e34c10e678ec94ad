def chunk(input, chunks, axis=0):
    """Cut `input` along `axis` into at most `chunks` parts of one size, the last one smaller."""
    whole = input.shape[axis]
    size = -(-whole // chunks)
    before = (slice(None),) * (axis % input.ndim)
    return tuple(input[(*before, slice(start, min(start + size, whole)))] for start in range(0, whole, size))
