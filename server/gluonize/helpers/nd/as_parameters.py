import mxnet as mx


def as_parameters(arrays):
    """Make gluon Parameters for a Trainer that share the memory of `arrays` and of their gradients."""
    found = []
    for array in arrays:
        parameter = mx.gluon.Parameter("array", shape=array.shape, dtype=array.dtype)
        parameter.initialize(ctx=array.context)
        parameter._data, parameter._grad = [array], [array.grad]
        found.append(parameter)
    return found
