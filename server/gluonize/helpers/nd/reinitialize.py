import mxnet as mx


def reinitialize(target, initializer):
    """Fill a gluon Parameter (at once, also before `initialize()` of its block) or an array; gives it back."""
    if isinstance(target, mx.gluon.Parameter):
        target.initialize(initializer, force_reinit=True)
    else:
        initializer._init_weight("weight", target)
    return target
