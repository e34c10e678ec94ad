import atexit
import os

import mxnet as mx


def kvstore(init_method=None, world_size=-1, rank=-1):
    """Return the key-value store that the workers of the program share, one for each process.

    MXNet's launcher says by variables (DMLC_*) where it is. Without these, PyTorch's variables do (RANK, WORLD_SIZE,
    MASTER_ADDR, MASTER_PORT): the worker of rank 0 then starts its scheduler and its server. A program on its own has
    a local store.
    """
    if not hasattr(kvstore, "store"):
        size = world_size if world_size > 0 else int(os.environ.get("WORLD_SIZE", 1))
        kind = "dist_sync" if size > 1 or "DMLC_ROLE" in os.environ else "local"
        rank = rank if rank >= 0 else int(os.environ.get("RANK", -1))
        if kind == "dist_sync" and "DMLC_ROLE" not in os.environ:
            join_workers(init_method, size, rank)
        kvstore.store = mx.kv.create(kind)
        kvstore.rank = rank if rank >= 0 else kvstore.store.rank
        atexit.register(leave_workers)
    return kvstore.store
