import mxnet as mx


class LSTMCell(mx.gluon.Block):
    """PyTorch's LSTMCell, as Gluon's takes classic arrays only: cell(x) or cell(x, (h, c)) gives (h, c)."""

    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        start, kind = mx.init.Uniform(hidden_size**-0.5), "write" if bias else "null"
        rows = 4 * hidden_size
        self.i2h_weight = self.params.get("i2h_weight", shape=(rows, input_size), init=start)
        self.h2h_weight = self.params.get("h2h_weight", shape=(rows, hidden_size), init=start)
        for name in ("i2h_bias", "h2h_bias"):
            setattr(self, name, self.params.get(name, shape=(rows,), init=start if bias else "zeros", grad_req=kind))

    def _project(self, x, name):
        weight, bias = (getattr(self, f"{name}_{part}").data() for part in ("weight", "bias"))
        return mx.np.matmul(x, weight.T) + bias

    def forward(self, x, hx=None):
        shape = (x.shape[0], self.h2h_weight.shape[1])
        h, c = [mx.np.zeros(shape, dtype=x.dtype, ctx=x.context) for _ in range(2)] if hx is None else hx
        keep_in, forget, new, out = mx.np.split(self._project(x, "i2h") + self._project(h, "h2h"), 4, axis=1)
        c = mx.npx.sigmoid(forget) * c + mx.npx.sigmoid(keep_in) * mx.np.tanh(new)
        return mx.npx.sigmoid(out) * mx.np.tanh(c), c
