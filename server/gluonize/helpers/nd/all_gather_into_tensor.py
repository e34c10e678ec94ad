def all_gather_into_tensor(result, array):
    """Fill `result` with the `array` of each worker, one behind the other or stacked, as its shape says."""
    parts = from_workers(array)
    size = 1 if result.shape[1:] == array.shape else len(array)
    for rank, part in enumerate(parts):
        result[rank * size : (rank + 1) * size] = part.reshape((size, *result.shape[1:]))
