import mxnet as mx


def set_momentum(trainer, momentum):
    """Set the momentum, or the first of the betas, of a trainer's optimizer. ValueError if it was made without."""
    optimizer = trainer._optimizer
    if hasattr(optimizer, "betas"):
        optimizer.betas = (momentum, *optimizer.betas[1:])
    elif hasattr(optimizer, "momentum") and not isinstance(optimizer, mx.optimizer.SGD):
        optimizer.momentum = momentum
    else:
        raise ValueError("the optimizer has no momentum to cycle: give it one, or pass cycle_momentum=False")
