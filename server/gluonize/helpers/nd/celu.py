import mxnet as mx


def celu(input, alpha=1.0):
    """The continuously differentiable ELU: ``max(0, x) + min(0, alpha * (exp(x / alpha) - 1))``."""
    return mx.nd.relu(input) + alpha * mx.nd.expm1(-mx.nd.relu(-input) / alpha)
