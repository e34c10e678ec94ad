import math


def numel(parameter):
    """The number of elements of a gluon Parameter, also before it is initialised."""
    return math.prod(parameter.shape)
