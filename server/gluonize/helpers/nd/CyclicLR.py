class CyclicLR(LRScheduler):
    """Move the learning rate between `base_lr` and `max_lr` in cycles of batches; the momentum the other way."""

    def __init__(
        self, trainer, base_lr, max_lr, step_size_up=2000, step_size_down=None, mode="triangular", gamma=1.0,
        scale_fn=None, scale_mode="cycle", cycle_momentum=True, base_momentum=0.8, max_momentum=0.9,
    ):  # fmt: skip
        down = step_size_up if step_size_down is None else step_size_down
        self.length, self.top, self.lower, self.upper = (
            step_size_up + down,
            step_size_up / (step_size_up + down),
            base_lr,
            max_lr,
        )
        scales = {"triangular": lambda k: 1.0, "triangular2": lambda k: 2.0 ** (1 - k), "exp_range": lambda k: gamma**k}
        self.scale, self.by_cycle = scale_fn or scales[mode], scale_mode == "cycle" if scale_fn else mode != "exp_range"
        self.momenta = (base_momentum, max_momentum) if cycle_momentum else None
        trainer.set_learning_rate(base_lr)
        super().__init__(trainer)

    def next_rate(self, rate):
        cycle, place = 1 + self.last_epoch // self.length, self.last_epoch / self.length % 1
        height = place / self.top if place <= self.top else (1 - place) / (1 - self.top)
        height *= self.scale(cycle if self.by_cycle else self.last_epoch)
        if self.momenta:
            set_momentum(self.optimizer, self.momenta[1] - (self.momenta[1] - self.momenta[0]) * height)
        return self.lower + (self.upper - self.lower) * height

    def state_dict(self):
        return {name: value for name, value in super().state_dict().items() if name != "scale"}
