import copy
from collections import OrderedDict

import mxnet as mx


def copied(block):
    """Copy a Gluon block with its parameters, which get names and gradients of their own; or any other object."""
    twin = copy.deepcopy(block)
    if not isinstance(twin, mx.gluon.Block):
        return twin
    copied.count = getattr(copied, "count", 0) + 1
    names, waiting = {}, [twin]
    while waiting:
        inner = waiting.pop()
        waiting += inner._children.values()
        own = inner._params._params
        for name, parameter in own.items():
            if id(parameter) not in names:
                names[id(parameter)] = parameter.name = f"copy{copied.count}_{name}"
                if parameter._data is not None and parameter.grad_req != "null":
                    parameter._init_grad()
        inner._params._params = OrderedDict((names[id(parameter)], parameter) for parameter in own.values())
    return twin
