import mxnet as mx


def all_reduce(array, op="sum"):
    """Replace `array` on all workers by the sum of theirs, or by their 'avg', 'max', 'min' or 'product'."""
    if op in ("sum", "avg"):
        total = sum_over_workers(array)
        array[:] = total / kvstore().num_workers if op == "avg" else total
        return
    combine = {"max": mx.nd.maximum, "min": mx.nd.minimum, "product": mx.nd.multiply}[op]
    first, *others = from_workers(array)
    for other in others:
        first = combine(first, other)
    array[:] = first
