import mxnet as mx


class GroupTrainer(mx.gluon.Trainer):
    """A Trainer of groups of gluon Parameters, dictionaries of "params" and of the rates that are a group's own."""

    def __init__(self, groups, optimizer, optimizer_params=None):
        groups = [{**group, "params": listed(group["params"])} for group in groups]
        super().__init__([parameter for group in groups for parameter in group["params"]], optimizer, optimizer_params)
        decay = self.optimizer.wd
        self.optimizer.wd = decay or 1  # the rates of parameters are factors on those of the optimizer
        self.groups = [ParameterGroup(self, group["params"]) for group in groups]
        for group, own in zip(groups, self.groups):
            own["weight_decay"] = group.get("weight_decay", decay)
            own["lr"] = group.get("lr", self.learning_rate)
