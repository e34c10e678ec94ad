import mxnet as mx


def entr(input):
    """Return -x * log(x), which is 0 at 0 and minus infinity below."""
    safe = mx.nd.where(input > 0, input, mx.nd.ones_like(input))
    below = mx.nd.where(input < 0, mx.nd.ones_like(input) * -float("inf"), mx.nd.zeros_like(input))
    return below - safe * mx.nd.log(safe)
