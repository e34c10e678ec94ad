import mxnet as mx


class DistributedTrainer(mx.gluon.Trainer):
    """A Trainer that averages the gradients over all workers, as PyTorch does. MXNet's own adds them up."""

    def __init__(self, params, optimizer, optimizer_params=None):
        super().__init__(params, optimizer, optimizer_params, kvstore=kvstore(), update_on_kvstore=False)

    def _init_params(self):
        super()._init_params()
        mx.nd.waitall()  # the parameters have to be there before gradients take their place in the store
        kvstore()._barrier()

    def step(self, batch_size, ignore_stale_grad=False):
        super().step(batch_size * kvstore().num_workers, ignore_stale_grad)
