import mxnet as mx


def scatter_list(array, arrays, src):
    """Replace `array` on each worker by its one of the list `arrays` that the worker of rank `src` has."""
    store = kvstore()
    parts = mx.nd.zeros((store.num_workers, *array.shape), dtype=array.dtype, ctx=array.context)
    if get_rank() == src:
        for rank, part in enumerate(arrays):
            parts[rank] = part.as_nd_ndarray()
    array[:] = sum_over_workers(parts)[get_rank()]
