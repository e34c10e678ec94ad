class MultiplicativeLR(LRScheduler):
    """Multiply the learning rate by `lr_lambda(epoch)` every epoch; of a list of functions, there is just one."""

    def __init__(self, trainer, lr_lambda):
        self.lr_lambda = lr_lambda[0] if isinstance(lr_lambda, (list, tuple)) else lr_lambda
        super().__init__(trainer)

    def next_rate(self, rate):
        return rate * self.lr_lambda(self.last_epoch) if self.last_epoch > 0 else rate

    def restart(self):
        self.last_epoch = 0
        self.set_rate(self.optimizer.learning_rate * self.lr_lambda(0))

    def state_dict(self):
        return {name: value for name, value in super().state_dict().items() if name != "lr_lambda"}
