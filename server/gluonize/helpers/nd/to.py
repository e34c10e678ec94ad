import mxnet as mx


def to(array, target):
    """Return `array` moved to a device or cast to a type; for another array, as that one is."""
    if isinstance(target, mx.nd.NDArray):
        return array.as_in_context(target.context).astype(target.dtype)
    if isinstance(target, str) and target.partition(":")[0] not in ("cpu", "cuda"):
        return array.astype(target)
    if isinstance(target, (str, int, mx.Context)):
        return array.as_in_context(context(target))
    return array.astype(target)
