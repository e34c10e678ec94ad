def get_rank():
    """Return the number of this worker: PyTorch's RANK where it is given, else the store's own."""
    kvstore()
    return kvstore.rank
