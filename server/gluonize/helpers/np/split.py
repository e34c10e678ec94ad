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
