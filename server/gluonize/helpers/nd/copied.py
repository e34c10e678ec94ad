import copy
from collections import OrderedDict


def copied(block):
    """Copy a Gluon block with its parameters, which get names of their own and gradients of their own."""
    twin = copy.deepcopy(block)
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
