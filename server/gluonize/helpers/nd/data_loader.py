import mxnet as mx


def data_loader(
    dataset,
    batch_size=1,
    shuffle=None,
    sampler=None,
    batch_sampler=None,
    num_workers=0,
    collate_fn=None,
    drop_last=False,
    **of_loading,
):
    """Gluon's loader from PyTorch's arguments; settings that only concern how batches are loaded do nothing."""
    refused = {"worker_init_fn", "multiprocessing_context"} & {k for k, v in of_loading.items() if v is not None}
    if refused:
        raise TypeError(f"Gluon's DataLoader has no {' and no '.join(sorted(refused))}")
    if batch_sampler is not None:
        batches = {"batch_sampler": batch_sampler}
    else:
        last = "discard" if drop_last else "keep"
        batches = {"batch_size": batch_size, "shuffle": bool(shuffle), "sampler": sampler, "last_batch": last}
    return mx.gluon.data.DataLoader(dataset, num_workers=num_workers, batchify_fn=collate_fn or collate, **batches)
