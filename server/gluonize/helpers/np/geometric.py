import mxnet as mx


def geometric(like, p):
    """Draw, per element of `like`, the number of trials up to the first success of probability `p`."""
    uniform = mx.nd.random.uniform_like(like.as_nd_ndarray()).as_np_ndarray()
    return mx.np.floor(mx.np.log(1 - uniform) / mx.np.log(1 - p)) + 1
