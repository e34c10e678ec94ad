import mxnet as mx


def parameters_to_vector(parameters):
    """All elements of gluon Parameters, one after the other."""
    return mx.np.concatenate([parameter.data().reshape((-1,)) for parameter in parameters])
