import mxnet as mx


class DataParallel(mx.gluon.Block):
    """The network `module`, run on parts of each batch on several devices; the results are joined on the first.

    `device_ids` are numbers of GPUs, or contexts; all GPUs unless given. With fewer than two, `module` simply runs.
    """

    def __init__(self, module, device_ids=None):
        super().__init__()
        self.module = module
        ids = range(mx.context.num_gpus()) if device_ids is None else device_ids
        self.contexts = [mx.gpu(i) if isinstance(i, int) else i for i in ids]
        if len(self.contexts) > 1:
            module.collect_params().reset_ctx(self.contexts)

    def forward(self, *inputs):
        if len(self.contexts) < 2:
            return self.module(*inputs)
        size = -(-len(inputs[0]) // len(self.contexts))
        starts = zip(range(0, len(inputs[0]), size), self.contexts)
        parts = [(context, [array[k : k + size].as_in_context(context) for array in inputs]) for k, context in starts]
        return self.joined([self.run(*part) for part in reversed(parts)][::-1])

    def run(self, context, inputs):
        """The module on one device; the first comes last, so that its buffers are the ones that stay."""
        move_buffers(self.module, context)
        with context:
            return self.module(*inputs)

    def joined(self, results):
        if isinstance(results[0], (tuple, list)):
            return tuple(self.joined(items) for items in zip(*results))
        return mx.nd.concat(*(result.as_in_context(self.contexts[0]) for result in results), dim=0)
