def vector_to_parameters(vec, parameters):
    """Cut a vector into the shapes of gluon Parameters, in order, and set them."""
    start = 0
    for parameter in parameters:
        size = parameter.data().size
        parameter.set_data(vec[start : start + size].reshape(parameter.shape))
        start += size
