import mxnet as mx


class Subset(mx.gluon.data.Dataset):
    """The items of `dataset` at `indices`, in their order."""

    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index):
        return self.dataset[int(self.indices[index])]

    def __len__(self):
        return len(self.indices)
