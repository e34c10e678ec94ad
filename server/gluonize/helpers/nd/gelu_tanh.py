import mxnet as mx


def gelu_tanh(input):
    """GELU in its approximation by tanh; the numbers are sqrt(2 / pi) and the fitted cubic term."""
    return 0.5 * input * (1 + mx.nd.tanh(0.7978845608028654 * (input + 0.044715 * input**3)))
