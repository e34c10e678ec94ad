def reduce(array, dst=0, op="sum"):
    """Replace `array` on the worker of rank `dst` by the sum (or `op`) of those of all workers."""
    result = array.copy()
    all_reduce(result, op)
    if get_rank() == dst:
        result.copyto(array)
