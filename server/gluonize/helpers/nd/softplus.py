import mxnet as mx


def softplus(input, beta=1.0, threshold=20.0):
    """``log(1 + exp(beta * x)) / beta``, and x itself where ``beta * x`` is above the threshold."""
    smooth = mx.nd.Activation(beta * input, act_type="softrelu") / beta
    return mx.nd.where(beta * input > threshold, input, smooth)
