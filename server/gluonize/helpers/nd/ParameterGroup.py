class ParameterGroup:
    """Parameters of a Trainer with the rates "lr" and "weight_decay" in common, which can be read and set."""

    def __init__(self, trainer, parameters):
        self.trainer, self.parameters = trainer, parameters

    def __getitem__(self, key):
        if key == "params":
            return self.parameters
        name, rate = self.factor(key)
        return getattr(self.parameters[0], name) * rate

    def __setitem__(self, key, value):
        name, rate = self.factor(key)
        if len(self.parameters) == len(self.trainer._params):  # the rate of all is the trainer's own
            setattr(self.trainer.optimizer, "lr" if key == "lr" else "wd", value)
            return
        for parameter in self.parameters:
            setattr(parameter, name, value / rate)

    def factor(self, key):
        names = {"lr": "lr_mult", "weight_decay": "wd_mult"}
        return names[key], self.trainer.learning_rate if key == "lr" else self.trainer.optimizer.wd
