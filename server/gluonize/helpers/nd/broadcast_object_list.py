def broadcast_object_list(objects, src=0):
    """Replace the items of the list `objects` on all workers by those of the worker of rank `src`."""
    lists = [None] * kvstore().num_workers
    all_gather_object(lists, list(objects))
    objects[:] = lists[src]
