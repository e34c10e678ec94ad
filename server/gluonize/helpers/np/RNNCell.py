import mxnet as mx


class RNNCell(mx.gluon.Block):
    """PyTorch's RNNCell, as Gluon's takes classic arrays only: cell(x) or cell(x, h) gives h."""

    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh"):
        super().__init__()
        start, kind = mx.init.Uniform(hidden_size**-0.5), "write" if bias else "null"
        self._tanh = nonlinearity == "tanh"
        rows = hidden_size
        self.i2h_weight = self.params.get("i2h_weight", shape=(rows, input_size), init=start)
        self.h2h_weight = self.params.get("h2h_weight", shape=(rows, hidden_size), init=start)
        for name in ("i2h_bias", "h2h_bias"):
            setattr(self, name, self.params.get(name, shape=(rows,), init=start if bias else "zeros", grad_req=kind))

    def _project(self, x, name):
        weight, bias = (getattr(self, f"{name}_{part}").data() for part in ("weight", "bias"))
        return mx.np.matmul(x, weight.T) + bias

    def forward(self, x, hx=None):
        shape = (x.shape[0], self.h2h_weight.shape[1])
        h = mx.np.zeros(shape, dtype=x.dtype, ctx=x.context) if hx is None else hx
        total = self._project(x, "i2h") + self._project(h, "h2h")
        return mx.np.tanh(total) if self._tanh else mx.npx.relu(total)
