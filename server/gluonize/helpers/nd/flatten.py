def flatten(input, start_dim=0, end_dim=-1):
    """Return the array with the axes from `start_dim` to `end_dim` (inclusive) joined to one."""
    if input.ndim == 0:
        return input.reshape(1)
    first, last = start_dim % input.ndim, end_dim % input.ndim
    joined = 1
    for size in input.shape[first : last + 1]:
        joined *= size
    return input.reshape((*input.shape[:first], joined, *input.shape[last + 1 :]))
