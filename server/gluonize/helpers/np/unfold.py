import mxnet as mx


def unfold(input, axis, size, step):
    """Cut `input` along `axis` into windows of `size`, `step` apart; the windows' elements are the last axis."""
    axis = axis % input.ndim
    count = (input.shape[axis] - size) // step + 1
    before = (slice(None),) * axis
    windows = [input[(*before, slice(start, start + size))] for start in range(0, count * step, step)]
    return mx.np.moveaxis(mx.np.stack(windows, axis=axis), axis + 1, -1)
