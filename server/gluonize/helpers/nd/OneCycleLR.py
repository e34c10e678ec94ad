import math


class OneCycleLR(LRScheduler):
    """Raise the learning rate to `max_lr` and lower it again in `total_steps` batches; the momentum the other way."""

    def __init__(
        self, trainer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3,
        anneal_strategy="cos", cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0,
        final_div_factor=1e4, three_phase=False,
    ):  # fmt: skip
        self.total_steps = epochs * steps_per_epoch if total_steps is None else total_steps
        self.linear, self.cycle_momentum = anneal_strategy == "linear", cycle_momentum
        low = max_lr / div_factor
        rates, momenta = [low, max_lr, low / final_div_factor], [max_momentum, base_momentum, max_momentum]
        ends = [pct_start * self.total_steps - 1, self.total_steps - 1]
        if three_phase:
            rates.insert(2, low)
            momenta.append(max_momentum)
            ends.insert(1, 2 * pct_start * self.total_steps - 2)
        self.rates, self.momenta, self.ends = rates, momenta, ends
        trainer.initial_rate = low
        super().__init__(trainer)

    def next_rate(self, rate):
        if self.last_epoch > self.total_steps - 1:
            raise ValueError(f"the schedule ends after {self.total_steps} steps")
        phase = next(k for k, end in enumerate(self.ends) if self.last_epoch <= end or k == len(self.ends) - 1)
        start = self.ends[phase - 1] if phase else 0
        share = (self.last_epoch - start) / (self.ends[phase] - start)
        if self.cycle_momentum:
            set_momentum(self.optimizer, self.between(self.momenta[phase], self.momenta[phase + 1], share))
        return self.between(self.rates[phase], self.rates[phase + 1], share)

    def between(self, start, end, share):
        return start + (end - start) * (share if self.linear else (1 - math.cos(math.pi * share)) / 2)
