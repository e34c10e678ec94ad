class LambdaLR(LRScheduler):
    """Set the learning rate to the first one times `lr_lambda(epoch)`; of a list of functions, there is just one."""

    def __init__(self, trainer, lr_lambda, last_epoch=-1):
        if last_epoch != -1:
            raise ValueError(
                "a schedule that goes on from an epoch is made anew, and given its state by load_state_dict()"
            )
        self.lr_lambda = lr_lambda[0] if isinstance(lr_lambda, (list, tuple)) else lr_lambda
        super().__init__(trainer)

    def next_rate(self, rate):
        return self.base_lrs[0] * self.lr_lambda(self.last_epoch)

    def state_dict(self):
        return {name: value for name, value in super().state_dict().items() if name != "lr_lambda"}
