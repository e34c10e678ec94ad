import mxnet as mx


def mish(input):
    """The input times the hyperbolic tangent of its softplus."""
    return input * mx.nd.tanh(mx.nd.Activation(input, act_type="softrelu"))
