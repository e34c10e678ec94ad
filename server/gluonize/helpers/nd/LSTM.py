import mxnet as mx


class LSTM(mx.gluon.rnn.LSTM):
    """Gluon's LSTM with PyTorch's calls: lstm(x) or lstm(x, (h, c)) gives the output and (h, c).

    Weights and biases start evenly between plus and minus one over the root of the hidden size.
    """

    def __init__(
        self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0,
        bidirectional=False,
    ):  # fmt: skip
        layout, start = "NTC" if batch_first else "TNC", mx.init.Uniform(hidden_size**-0.5)
        options = {"bidirectional": bidirectional, "input_size": input_size}
        options.update(i2h_weight_initializer=start, h2h_weight_initializer=start)
        if bias:
            options.update(i2h_bias_initializer=start, h2h_bias_initializer=start)
        super().__init__(hidden_size, num_layers, layout=layout, **options)
        self._rate = dropout
        for name, parameter in self._reg_params.items():
            parameter.grad_req = "write" if bias or not name.endswith("bias") else "null"

    def __call__(self, input, hx=None):
        if hx is None:
            shape = self.state_info(input.shape[self._layout.find("N")])[0]["shape"]
            hx = [mx.nd.zeros(shape, ctx=input.context, dtype=input.dtype) for _ in range(2)]
        # MXNet would also drop where gradients are recorded outside of training.
        self._dropout = self._rate if mx.autograd.is_training() else 0.0
        output, states = super().__call__(input, list(hx))
        return output, tuple(states)

    def _collect_params_with_prefix(self, prefix=""):
        return mx.gluon.Block._collect_params_with_prefix(self, prefix)
