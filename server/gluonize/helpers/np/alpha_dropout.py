import mxnet as mx


def alpha_dropout(input, p=0.5, features=False):
    """Drop to SELU's lower limit in training and restore mean and variance; with `features`, whole channels at once."""
    if not mx.autograd.is_training():
        return input
    limit = -1.0507009873554805 * 1.6732632423543772
    scale = ((1 - p) * (1 + p * limit**2)) ** -0.5
    shape = input.shape[:2] + (1,) * (input.ndim - 2) if features else input.shape
    kept = (mx.np.random.uniform(size=shape, ctx=input.context, dtype=input.dtype) >= p).astype(input.dtype)
    return scale * (kept * input + (1 - kept) * limit) - scale * p * limit
