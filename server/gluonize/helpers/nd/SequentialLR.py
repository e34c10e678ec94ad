import bisect


class SequentialLR:
    """Use one scheduler after the other; the next one begins at each of the `milestones`."""

    def __init__(self, trainer, schedulers, milestones):
        self.optimizer, self.schedulers, self.milestones, self.last_epoch = trainer, schedulers, milestones, 0
        trainer.set_learning_rate(trainer.initial_rate)
        first = schedulers[bisect.bisect_right(milestones, 0)]
        first.last_epoch = -1
        first.step()

    def step(self):
        self.last_epoch += 1
        index = bisect.bisect_right(self.milestones, self.last_epoch)
        if index > 0 and self.milestones[index - 1] == self.last_epoch:
            self.schedulers[index].restart()
        else:
            self.schedulers[index].step()

    def get_last_lr(self):
        return [self.optimizer.learning_rate]

    def state_dict(self):
        return {"last_epoch": self.last_epoch, "schedulers": [each.state_dict() for each in self.schedulers]}

    def load_state_dict(self, state):
        self.last_epoch = state["last_epoch"]
        for each, saved in zip(self.schedulers, state["schedulers"], strict=True):
            each.load_state_dict(saved)
