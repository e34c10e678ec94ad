import mxnet as mx


class GRUCell(mx.gluon.rnn.GRUCell):
    """Gluon's GRUCell with PyTorch's calls: cell(x) or cell(x, h) gives h."""

    def __init__(self, input_size, hidden_size, bias=True):
        start = mx.init.Uniform(hidden_size**-0.5)
        biases = {"i2h_bias_initializer": start, "h2h_bias_initializer": start} if bias else {}
        weights = {"i2h_weight_initializer": start, "h2h_weight_initializer": start}
        super().__init__(hidden_size, input_size=input_size, **weights, **biases)
        for parameter in (self.i2h_bias, self.h2h_bias):
            parameter.grad_req = "write" if bias else "null"

    def __call__(self, input, hx=None):
        if hx is None:
            shape = (input.shape[0], self._hidden_size)
            hx = mx.nd.zeros(shape, ctx=input.context, dtype=input.dtype)
        _, states = super().__call__(input, [hx])
        return states[0]
