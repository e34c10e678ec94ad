import mxnet as mx


def collate(items):
    """Put items into a batch as PyTorch does: arrays and numbers stacked, dictionaries and tuples part by part."""
    first = items[0]
    if isinstance(first, dict):
        return {key: collate([item[key] for item in items]) for key in first}
    if isinstance(first, (tuple, list)):
        return [collate(list(part)) for part in zip(*items)]
    return list(items) if isinstance(first, (str, bytes)) else mx.gluon.data.dataloader.default_batchify_fn(items)
