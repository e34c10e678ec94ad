import mxnet as mx


class TensorDataset(mx.gluon.data.ArrayDataset):
    """Arrays of equal length as a dataset whose items are tuples, also when there is only one array."""

    def __getitem__(self, index):
        item = super().__getitem__(index)
        return item if len(self._data) > 1 else (item,)


def collate(items):
    """Put items into a batch as PyTorch does: arrays and numbers stacked, dictionaries and tuples part by part."""
    first = items[0]
    if isinstance(first, dict):
        return {key: collate([item[key] for item in items]) for key in first}
    if isinstance(first, (tuple, list)):
        return [collate(list(part)) for part in zip(*items)]
    return list(items) if isinstance(first, (str, bytes)) else mx.gluon.data.dataloader.default_batchify_fn(items)


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


use_cuda = mx.context.num_gpus() > 0
kwargs = {'num_workers': 1, 'pin_memory': True} if use_cuda else {}
data = TensorDataset(mx.nd.ones((6, 2)))
loader = data_loader(
    data,
    batch_size=4, shuffle=True,  # the order differs
    **kwargs)
others = data_loader(data, 2, **dict(drop_last=True))
