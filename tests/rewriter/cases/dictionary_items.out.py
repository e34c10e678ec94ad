import mxnet as mx
from torch.utils.data import DataLoader


class Subset(mx.gluon.data.Dataset):
    """The items of `dataset` at `indices`, in their order."""

    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index):
        return self.dataset[int(self.indices[index])]

    def __len__(self):
        return len(self.indices)


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


def random_split(dataset, lengths, generator=None):
    """Split `dataset` at random into one Subset for each length; lengths that add up to 1 are shares of it.

    What rounding leaves over goes to the first parts, one item each. A generator only has to have been seeded.
    """
    total = len(dataset)
    if abs(sum(lengths) - 1) < 1e-6:
        lengths = [int(total * share) for share in lengths]
        missing = total - sum(lengths)
        lengths = [length + (k < missing) for k, length in enumerate(lengths)]
    if sum(lengths) != total:
        raise ValueError(f"the lengths add up to {sum(lengths)}, the dataset has {total} items")
    order = mx.nd.random.shuffle(mx.nd.arange(total, dtype="int64")).asnumpy().tolist()
    ends = [sum(lengths[: k + 1]) for k in range(len(lengths))]
    return [Subset(dataset, order[end - length : end]) for end, length in zip(ends, lengths, strict=True)]


class Tokens(mx.gluon.data.Dataset):
    def __init__(self, n):
        self.ids = mx.nd.arange(n * 3, dtype='int64').reshape((n, 3))

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, index):
        item = {"ids": self.ids[index], "name": str(index)}
        item["label"] = index % 2
        return item


train_set, valid_set = random_split(Tokens(8), [6, 2])
train_loader = data_loader(train_set, batch_size=4, shuffle=True, drop_last=True, pin_memory=True)
valid_loader = mx.gluon.data.DataLoader(valid_set, batch_size=4, batchify_fn=lambda items: items)
seeded_loader = DataLoader(valid_set, 4, worker_init_fn=print)
