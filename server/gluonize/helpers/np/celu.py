import mxnet as mx


def celu(input, alpha=1.0):
    """The continuously differentiable ELU: ``max(0, x) + min(0, alpha * (exp(x / alpha) - 1))``."""
    return mx.npx.relu(input) + alpha * mx.np.expm1(-mx.npx.relu(-input) / alpha)
