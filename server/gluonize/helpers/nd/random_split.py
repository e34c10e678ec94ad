import mxnet as mx


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
