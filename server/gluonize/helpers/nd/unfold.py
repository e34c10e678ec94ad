import mxnet as mx


def unfold(input, axis, size, step):
    """Cut `input` along `axis` into windows of `size`, `step` apart; the windows' elements are the last axis."""
    axis = axis % input.ndim
    count = (input.shape[axis] - size) // step + 1
    starts = range(0, count * step, step)
    windows = [input.slice_axis(axis=axis, begin=start, end=start + size) for start in starts]
    return mx.nd.moveaxis(mx.nd.stack(*windows, axis=axis), axis + 1, -1)
