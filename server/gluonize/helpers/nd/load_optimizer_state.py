import copy


def load_optimizer_state(trainer, state):
    """Let a Trainer go on from what `optimizer_state` gave; its parameters have to be the same, in the same order."""
    for updater in trainer._updaters:
        updater.states = copy.deepcopy(state["state"])
        updater.states_synced = dict.fromkeys(updater.states, False)
    optimizer, counts = trainer.optimizer, state["counts"]
    for context in trainer._contexts:
        optimizer._all_index_update_counts[context.device_id] = dict(counts["index"])
    optimizer._set_current_context(trainer._contexts[0].device_id)
    optimizer.num_update = counts["all"]
    trainer.set_learning_rate(state["lr"])
