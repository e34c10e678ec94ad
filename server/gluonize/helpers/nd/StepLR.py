class StepLR(LRScheduler):
    """Multiply the learning rate by `gamma` every `step_size` epochs."""

    def __init__(self, trainer, step_size, gamma=0.1):
        self.step_size, self.gamma = step_size, gamma
        super().__init__(trainer)

    def next_rate(self, rate):
        due = self.last_epoch > 0 and self.last_epoch % self.step_size == 0
        return rate * self.gamma if due else rate
