import mxnet as mx


class GRUCell(mx.gluon.Block):
    """PyTorch's GRUCell, as Gluon's takes classic arrays only: cell(x) or cell(x, h) gives h."""

    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        start, kind = mx.init.Uniform(hidden_size**-0.5), "write" if bias else "null"
        rows = 3 * hidden_size
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
        r_in, z_in, n_in = mx.np.split(self._project(x, "i2h"), 3, axis=1)
        r_old, z_old, n_old = mx.np.split(self._project(h, "h2h"), 3, axis=1)
        update = mx.npx.sigmoid(z_in + z_old)
        new = mx.np.tanh(n_in + mx.npx.sigmoid(r_in + r_old) * n_old)
        return (1 - update) * new + update * h
