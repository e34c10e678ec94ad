import torch
import mxnet as mx
import numpy as np


class Generator:
    """Seeds random numbers as PyTorch's generators do; MXNet has one stream per device, its samplers NumPy's."""

    def manual_seed(self, seed):
        """Seed both streams; gives the generator back."""
        mx.random.seed(seed)
        np.random.seed(seed % 2**32)
        self._seed = seed
        return self

    def initial_seed(self):
        """The last seed that was set."""
        return self._seed


class Subset(mx.gluon.data.Dataset):
    """The items of `dataset` at `indices`, in their order."""

    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index):
        return self.dataset[int(self.indices[index])]

    def __len__(self):
        return len(self.indices)


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


g = Generator()
g.manual_seed(3)
x = mx.nd.random.normal(shape=(8, 2))
y = mx.nd.random.randint(0, 2, shape=(8,), dtype='int64')
data = mx.gluon.data.ArrayDataset(x, y)
train, test = random_split(data, [6, 2], generator=Generator().manual_seed(42))
loader = mx.gluon.data.DataLoader(train, batch_size=2, shuffle=True)
kept = torch.randperm(4, generator=torch.Generator().manual_seed(1))
