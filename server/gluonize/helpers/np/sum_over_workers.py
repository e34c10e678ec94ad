import mxnet as mx


def sum_over_workers(array):
    """Return the sum of `array` over all workers, each of which gives one of the same shape and type.

    The store only adds floats: integers go as float64, which is exact up to 2**53.
    """
    store, array = kvstore(), array.as_nd_ndarray()
    floating = array.dtype.__name__.startswith("float")
    total = array.copy() if floating else array.astype("float64")
    if store.num_workers > 1:
        keys = sum_over_workers.__dict__
        name = f"{total.shape} {total.dtype.__name__}"
        if name not in keys:
            keys[name] = 2**24 + len(keys)
            store.init(keys[name], mx.nd.zeros_like(total))
        store.pushpull(keys[name], total, out=total)
    return total.astype(array.dtype).as_np_ndarray()
