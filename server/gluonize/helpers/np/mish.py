import mxnet as mx


def mish(input):
    """The input times the hyperbolic tangent of its softplus."""
    return input * mx.np.tanh(mx.npx.activation(input, act_type="softrelu"))
