def parameter_groups(groups, lr, weight_decay=0):
    """Give the parameters of each group its own rates, as factors on those of the trainer; gives all parameters."""
    found = []
    for group in groups:
        for parameter in group["params"]:
            parameter.lr_mult = group.get("lr", lr) / lr
            if weight_decay:
                parameter.wd_mult = group.get("weight_decay", weight_decay) / weight_decay
            found.append(parameter)
    return found
