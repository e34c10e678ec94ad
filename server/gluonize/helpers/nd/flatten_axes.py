def flatten_axes(input, start_dim=1, end_dim=-1):
    """Join the axes from `start_dim` to `end_dim` to one."""
    first, last = start_dim % input.ndim, end_dim % input.ndim
    return input.reshape((*input.shape[:first], -1, *input.shape[last + 1 :]))
