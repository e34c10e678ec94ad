import mxnet as mx


def bilinear_form(input1, input2, weight, bias=None):
    """The bilinear form ``input1 @ weight[k] @ input2`` for every output k, over the last axes of the inputs."""
    count, first, second = weight.shape
    left = mx.nd.dot(input1, weight.transpose((1, 0, 2)).reshape((first, -1)))
    left = left.reshape((*input1.shape[:-1], count, second))
    result = (left * input2.expand_dims(-2)).sum(axis=-1)
    return result if bias is None else result + bias
