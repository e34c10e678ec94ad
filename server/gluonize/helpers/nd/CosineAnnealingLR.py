import math


class CosineAnnealingLR(LRScheduler):
    """Lower the learning rate to `eta_min` in `T_max` epochs along half a cosine, then raise it again."""

    def __init__(self, trainer, T_max, eta_min=0.0):
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(trainer)

    def next_rate(self, rate):
        if self.last_epoch == 0:
            return rate
        if (self.last_epoch - 1 - self.T_max) % (2 * self.T_max) == 0:
            return rate + (self.base_lrs[0] - self.eta_min) * (1 - math.cos(math.pi / self.T_max)) / 2
        before = 1 + math.cos(math.pi * (self.last_epoch - 1) / self.T_max)
        now = 1 + math.cos(math.pi * self.last_epoch / self.T_max)
        return now / before * (rate - self.eta_min) + self.eta_min
