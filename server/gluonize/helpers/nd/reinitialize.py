import mxnet as mx


def reinitialize(target, initializer):
    """Fill a gluon Parameter (at once, also before `initialize()` of its block) or an array; gives it back."""
    if isinstance(target, mx.gluon.Parameter):
        known = target._data is not None or target._deferred_init
        target.initialize(initializer, ctx=target.list_ctx() if known else None, force_reinit=True)
    else:
        initializer._init_weight("weight", target)
    return target
