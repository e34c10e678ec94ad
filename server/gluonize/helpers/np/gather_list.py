def gather_list(array, arrays, dst):
    """Fill the list `arrays` of the worker of rank `dst` with the `array` of each worker."""
    parts = from_workers(array)
    if get_rank() == dst:
        for place, part in zip(arrays, parts):
            part.copyto(place)
