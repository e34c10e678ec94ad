class ConstantLR(LRScheduler):
    """Multiply the learning rate by `factor` until epoch `total_iters`."""

    def __init__(self, trainer, factor=1 / 3, total_iters=5):
        self.factor, self.total_iters = factor, total_iters
        super().__init__(trainer)

    def next_rate(self, rate):
        if self.last_epoch == 0:
            return rate * self.factor
        return rate / self.factor if self.last_epoch == self.total_iters else rate
