class LRScheduler:
    """Set a trainer's learning rate as PyTorch's schedulers do: when it is made, and at every step().

    A subclass says in `next_rate` what the rate of epoch `last_epoch` is, given the rate before it.
    """

    def __init__(self, trainer):
        self.optimizer = trainer
        self.base_lrs = [vars(trainer).setdefault("initial_rate", trainer.learning_rate)]
        self.last_epoch = -1
        self.step()

    def step(self):
        self.last_epoch += 1
        self.set_rate(self.next_rate(self.optimizer.learning_rate))

    def restart(self):
        self.last_epoch = -1
        self.set_rate(self.base_lrs[0])
        self.step()

    def set_rate(self, rate):
        self.optimizer.set_learning_rate(rate)
        self.last_rate = rate

    def get_last_lr(self):
        groups = getattr(self.optimizer, "groups", None)
        return [group["lr"] for group in groups] if groups else [self.last_rate]

    def state_dict(self):
        return {name: value for name, value in vars(self).items() if name != "optimizer"}

    def load_state_dict(self, state):
        vars(self).update(state)
