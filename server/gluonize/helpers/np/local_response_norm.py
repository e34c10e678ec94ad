import mxnet as mx


def local_response_norm(input, size, alpha=1e-4, beta=0.75, k=1.0):
    """Divide by ``(k + alpha * mean of squares) ** beta``, the mean over `size` neighbouring channels."""
    channels = input.shape[1]
    before = mx.np.zeros_like(mx.np.repeat(input[:, :1], size, axis=1))
    squares = mx.np.concatenate([before, input**2, before], axis=1)
    starts = range(size - size // 2, 2 * size - size // 2)
    total = sum(squares[:, s : s + channels] for s in starts)
    return input / (k + alpha / size * total) ** beta
