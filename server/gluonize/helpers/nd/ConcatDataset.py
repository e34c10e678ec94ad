import mxnet as mx


class ConcatDataset(mx.gluon.data.Dataset):
    """Several datasets one behind the other."""

    def __init__(self, datasets):
        self.datasets = list(datasets)

    def __len__(self):
        return sum(len(each) for each in self.datasets)

    def __getitem__(self, index):
        if not -len(self) <= index < len(self):
            raise IndexError(f"the dataset has {len(self)} items, there is no number {index}")
        index %= len(self)
        part = 0
        while index >= len(self.datasets[part]):
            index -= len(self.datasets[part])
            part += 1
        return self.datasets[part][index]
