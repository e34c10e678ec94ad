class ChainedScheduler:
    """Step several schedulers of one trainer together, in order."""

    def __init__(self, schedulers, trainer=None):
        self.schedulers, self.optimizer = schedulers, schedulers[0].optimizer

    def step(self):
        for scheduler in self.schedulers:
            scheduler.step()

    def get_last_lr(self):
        return [self.optimizer.learning_rate]

    def state_dict(self):
        return {"schedulers": [each.state_dict() for each in self.schedulers]}

    def load_state_dict(self, state):
        for each, saved in zip(self.schedulers, state["schedulers"], strict=True):
            each.load_state_dict(saved)
