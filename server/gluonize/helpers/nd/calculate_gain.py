import math


def calculate_gain(nonlinearity, param=None):
    """The factor by which initial weights are scaled in front of an activation function."""
    if nonlinearity == "leaky_relu":
        return math.sqrt(2 / (1 + (0.01 if param is None else param) ** 2))
    return {"tanh": 5 / 3, "relu": math.sqrt(2), "selu": 3 / 4}.get(nonlinearity, 1)
