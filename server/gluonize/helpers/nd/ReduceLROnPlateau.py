import mxnet as mx


class ReduceLROnPlateau:
    """Multiply a trainer's learning rate by `factor` when step()'s measure has not improved for `patience` epochs."""

    def __init__(
        self,
        trainer,
        mode="min",
        factor=0.1,
        patience=10,
        threshold=1e-4,
        threshold_mode="rel",
        cooldown=0,
        min_lr=0,
        eps=1e-8,
    ):
        self.optimizer, self.sign, self.factor, self.patience = trainer, 1 if mode == "min" else -1, factor, patience
        self.threshold, self.relative, self.cooldown, self.eps = threshold, threshold_mode == "rel", cooldown, eps
        self.min_lr = min_lr[0] if isinstance(min_lr, (list, tuple)) else min_lr
        self.best, self.num_bad_epochs, self.cooldown_counter = self.sign * float("inf"), 0, 0
        self.last_epoch = 0

    def step(self, metrics):
        value = metrics.asnumpy().item() if isinstance(metrics, mx.nd.NDArray) else metrics
        measure, self.last_epoch = float(value), self.last_epoch + 1
        limit = (
            self.best * (1 - self.sign * self.threshold) if self.relative else self.best - self.sign * self.threshold
        )
        better = measure * self.sign < limit * self.sign
        self.best, self.num_bad_epochs = (measure, 0) if better else (self.best, self.num_bad_epochs + 1)
        if self.cooldown_counter > 0:
            self.cooldown_counter, self.num_bad_epochs = self.cooldown_counter - 1, 0
        if self.num_bad_epochs > self.patience:
            rate = self.optimizer.learning_rate
            lower = max(rate * self.factor, self.min_lr)
            self.optimizer.set_learning_rate(lower if rate - lower > self.eps else rate)
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0

    def get_last_lr(self):
        return [self.optimizer.learning_rate]

    def state_dict(self):
        return {name: value for name, value in vars(self).items() if name != "optimizer"}

    def load_state_dict(self, state):
        vars(self).update(state)
