class MultiStepLR(LRScheduler):
    """Multiply the learning rate by `gamma` at each of the `milestones`; one that is listed twice counts twice."""

    def __init__(self, trainer, milestones, gamma=0.1):
        self.milestones, self.gamma = list(milestones), gamma
        super().__init__(trainer)

    def next_rate(self, rate):
        return rate * self.gamma ** self.milestones.count(self.last_epoch)
