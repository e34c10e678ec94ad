import mxnet as mx


class TensorDataset(mx.gluon.data.ArrayDataset):
    """Arrays of equal length as a dataset whose items are tuples, also when there is only one array."""

    def __getitem__(self, index):
        item = super().__getitem__(index)
        return item if len(self._data) > 1 else (item,)
