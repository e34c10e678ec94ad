import math

import mxnet as mx
import numpy as np


class DistributedSampler(mx.gluon.data.Sampler):
    """Yield every `num_replicas`-th index of a dataset from the `rank`-th on: this worker's share.

    All shares are equally long: indices are repeated, or left out with `drop_last`. `shuffle` orders them anew for each
    `set_epoch`, alike on all workers, by NumPy's generator.
    """

    def __init__(self, dataset, num_replicas=None, rank=None, shuffle=True, seed=0, drop_last=False):
        self.size, self.shuffle, self.seed, self.epoch = len(dataset), shuffle, seed, 0
        self.workers = kvstore().num_workers if num_replicas is None else num_replicas
        self.rank = get_rank() if rank is None else rank
        whole, rest = divmod(self.size, self.workers)
        self.num_samples = whole + (rest > 0 and not drop_last)

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __iter__(self):
        random = np.random.RandomState(self.seed + self.epoch)
        order = random.permutation(self.size) if self.shuffle else np.arange(self.size)
        total = self.num_samples * self.workers
        order = np.tile(order, math.ceil(total / self.size))[:total]
        return iter(order[self.rank :: self.workers].tolist())

    def __len__(self):
        return self.num_samples
