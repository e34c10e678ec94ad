class LinearLR(LRScheduler):
    """Take the learning rate's factor from `start_factor` to `end_factor` in `total_iters` equal steps."""

    def __init__(self, trainer, start_factor=1 / 3, end_factor=1.0, total_iters=5):
        self.start_factor, self.end_factor, self.total_iters = start_factor, end_factor, total_iters
        super().__init__(trainer)

    def next_rate(self, rate):
        if self.last_epoch == 0:
            return rate * self.start_factor
        if self.last_epoch > self.total_iters:
            return rate
        rise = self.end_factor - self.start_factor
        return rate * (1 + rise / (self.total_iters * self.start_factor + (self.last_epoch - 1) * rise))
