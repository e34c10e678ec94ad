def optimizer_state(trainer):
    """The state of a Trainer: its optimizer's arrays by parameter, the counts of its updates, and its learning rate.

    The arrays are those in use: copy what shall stay as it is. RuntimeError where a key-value store holds them.
    """
    if trainer._update_on_kvstore:
        raise RuntimeError("the store holds this trainer's state: make it with update_on_kvstore=False")
    optimizer = trainer.optimizer
    counts = {"index": dict(optimizer._index_update_count), "all": optimizer.num_update}
    return {"state": dict(trainer._updaters[0].states), "counts": counts, "lr": trainer.learning_rate}
