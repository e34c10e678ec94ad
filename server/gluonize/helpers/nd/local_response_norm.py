import mxnet as mx


def local_response_norm(input, size, alpha=1e-4, beta=0.75, k=1.0):
    """Divide by ``(k + alpha * mean of squares) ** beta``, the mean over `size` neighbouring channels."""
    channels = input.shape[1]
    before = mx.nd.zeros_like(mx.nd.repeat(mx.nd.slice_axis(input, axis=1, begin=0, end=1), size, axis=1))
    squares = mx.nd.concat(before, input**2, before, dim=1)
    starts = range(size - size // 2, 2 * size - size // 2)
    total = mx.nd.add_n(*[mx.nd.slice_axis(squares, axis=1, begin=s, end=s + channels) for s in starts])
    return input / (k + alpha / size * total) ** beta
