import mxnet as mx


def started(parameter):
    """Give a gluon Parameter its first values where it has none; a later `initialize()` of its block leaves them."""
    if parameter._data is None:
        parameter.initialize(default_init=mx.init.Xavier(factor_type="in", magnitude=1))
    return parameter
