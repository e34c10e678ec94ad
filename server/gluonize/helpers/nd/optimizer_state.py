def optimizer_state(trainer):
    """The state of a Trainer: its optimizer's arrays by parameter, the counts of its updates, and its learning rate.

    The arrays are those in use: copy what shall stay as it is. RuntimeError where a key-value store holds them.
    """
    if trainer._update_on_kvstore:
        raise RuntimeError("the store holds this trainer's state: make it with update_on_kvstore=False")
    places = {number: place for place, number in enumerate(parameter_order(trainer))}
    optimizer, states = trainer.optimizer, trainer._updaters[0].states
    counts = {places[number]: count for number, count in optimizer._index_update_count.items()}
    return {
        "state": {places[number]: state for number, state in states.items()},
        "counts": {"index": counts, "all": optimizer.num_update},
        "lr": trainer.learning_rate,
    }
