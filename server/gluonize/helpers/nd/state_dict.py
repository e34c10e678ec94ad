from collections import OrderedDict


def state_dict(block):
    """The arrays of a Gluon block's parameters by name: the arrays themselves, so copy what shall stay as it is."""
    return OrderedDict((name, p.list_data()[0]) for name, p in block._collect_params_with_prefix().items())
