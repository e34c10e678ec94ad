class PolynomialLR(LRScheduler):
    """Lower the learning rate to 0 in `total_iters` epochs, along a polynomial of degree `power`."""

    def __init__(self, trainer, total_iters=5, power=1.0):
        self.total_iters, self.power = total_iters, power
        super().__init__(trainer)

    def next_rate(self, rate):
        if not 0 < self.last_epoch <= self.total_iters:
            return rate
        left = self.total_iters - self.last_epoch
        return rate * (left / (left + 1)) ** self.power
