import copy


def load_optimizer_state(trainer, state):
    """Let a Trainer go on from what `optimizer_state` gave; its parameters have to be made alike."""
    order = parameter_order(trainer)
    for updater in trainer._updaters:
        updater.states = {order[place]: copy.deepcopy(own) for place, own in state["state"].items()}
        updater.states_synced = dict.fromkeys(updater.states, False)
    optimizer, counts = trainer.optimizer, state["counts"]
    for context in trainer._contexts:
        own = {order[place]: count for place, count in counts["index"].items()}
        optimizer._all_index_update_counts[context.device_id] = own
    optimizer._set_current_context(trainer._contexts[0].device_id)
    optimizer.num_update = counts["all"]
    trainer.set_learning_rate(state["lr"])
