class ExponentialLR(LRScheduler):
    """Multiply the learning rate by `gamma` every epoch."""

    def __init__(self, trainer, gamma):
        self.gamma = gamma
        super().__init__(trainer)

    def next_rate(self, rate):
        return rate * self.gamma if self.last_epoch > 0 else rate
