import math


class CosineAnnealingWarmRestarts(LRScheduler):
    """Lower the learning rate to `eta_min` along half a cosine, again and again, each `T_mult` times as long."""

    def __init__(self, trainer, T_0, T_mult=1, eta_min=0.0):
        self.T_0, self.T_mult, self.eta_min, self.fraction = T_0, T_mult, eta_min, 0
        super().__init__(trainer)

    def step(self, epoch=None):
        self.last_epoch += 1
        if epoch is not None:
            self.last_epoch = math.floor(epoch)
            self.fraction = epoch - self.last_epoch
        self.set_rate(self.next_rate(self.optimizer.learning_rate))

    def next_rate(self, rate):
        place, length = self.last_epoch + self.fraction, self.T_0
        while place >= length:
            place, length = place - length, length * self.T_mult
        fall = 1 + math.cos(math.pi * place / length)
        return self.eta_min + (self.base_lrs[0] - self.eta_min) * fall / 2
