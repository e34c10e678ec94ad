import mxnet as mx


class MultiheadAttention(KeywordBlock):
    """PyTorch's multi-head attention with one width for query, key and value; gives the output and the weights.

    Boolean masks are true where a key is hidden; float masks are added to the scores.
    """

    def __init__(self, embed_dim, num_heads, dropout=0.0, bias=True, batch_first=False):
        super().__init__()
        self._heads, self._rate, self._batch_first = num_heads, dropout, batch_first
        shape, kind = (3 * embed_dim, embed_dim), "write" if bias else "null"
        self.in_proj_weight = self.params.get("in_proj_weight", shape=shape, init=mx.init.Xavier())
        self.in_proj_bias = self.params.get("in_proj_bias", shape=shape[:1], init="zeros", grad_req=kind)
        self.out_proj = mx.gluon.nn.Dense(embed_dim, in_units=embed_dim, use_bias=bias, flatten=False)

    def _mask(self, scores, mask, shape):
        if mask is None:
            return scores
        mask = mask if "float" in str(mask.dtype) else mask.astype(scores.dtype) * -1e30
        return scores + mask.reshape(shape)

    def forward(
        self, query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None,
        average_attn_weights=True, is_causal=False,
    ):  # fmt: skip
        order = (0, 2, 1, 3) if self._batch_first else (1, 2, 0, 3)
        third = self.in_proj_bias.shape[0] // 3
        # Slices: the gradient of mx.np.split is written over what a parameter has gathered.
        parts = [
            [p.data()[k * third : (k + 1) * third] for k in range(3)] for p in (self.in_proj_weight, self.in_proj_bias)
        ]
        rows = []
        for x, weight, bias in zip((query, key, value), *parts, strict=True):
            x = (mx.np.matmul(x, weight.T) + bias).reshape((*x.shape[:2], self._heads, -1))
            x = x.transpose(order)
            count = x.shape[0]
            rows.append(x.reshape((-1, *x.shape[2:])))
        scores = mx.npx.batch_dot(rows[0] * rows[0].shape[-1] ** -0.5, rows[1], transpose_b=True)
        scores = scores.reshape((count, self._heads, *scores.shape[1:]))
        lead = (1, 1) if attn_mask is None or attn_mask.ndim == 2 else (count, self._heads)
        scores = self._mask(scores, attn_mask, (*lead, *scores.shape[2:]))
        weights = mx.npx.softmax(self._mask(scores, key_padding_mask, (count, 1, 1, scores.shape[-1])), axis=-1)
        kept = mx.npx.dropout(weights, p=self._rate).reshape((-1, *weights.shape[2:]))
        out = mx.npx.batch_dot(kept, rows[2]).reshape((count, self._heads, -1, rows[2].shape[-1]))
        out = out.transpose((0, 2, 1, 3) if self._batch_first else (2, 0, 1, 3))
        out = self.out_proj(out.reshape((*out.shape[:2], -1)))
        return out, (weights.mean(axis=1) if average_attn_weights else weights) if need_weights else None
