import inspect
import mxnet as mx
from mxnet.gluon import nn


class KeywordBlock(mx.gluon.Block):
    """A Block that is also called with arguments by name, as PyTorch's modules are; hooks get them by place."""

    def __call__(self, *inputs, **named):
        if not named:
            return super().__call__(*inputs)
        forward = self.forward
        given = inspect.signature(forward).bind(*inputs, **named)
        given.apply_defaults()
        self.forward = lambda *arguments: forward(*arguments, **given.kwargs)  # what only has a name
        try:
            return super().__call__(*given.args)
        finally:
            del self.forward


class MarginRankingLoss(mx.gluon.Block):
    """`margin_ranking_loss` as a block, by default the mean: train with `trainer.step(1)`."""

    def __init__(self, **options):
        super().__init__()
        self._options = options

    def forward(self, input1, input2, target):
        return margin_ranking_loss(input1, input2, target, **self._options)


class MeanCrossEntropyLoss(mx.gluon.Block):
    """The mean cross entropy of logits (classes on axis 1) with class numbers, -100 left out, or probabilities."""

    def forward(self, input, target):
        log_probs = mx.nd.log_softmax(input, axis=1)
        if target.shape == input.shape:
            return -(target * log_probs).sum(axis=1).mean()
        if target.ndim != input.ndim - 1:
            raise ValueError(f"class numbers of shape {target.shape} do not fit logits of shape {input.shape}")
        kept = (target != -100).astype(input.dtype)
        return -(mx.nd.pick(log_probs, target, axis=1) * kept).sum() / kept.sum()


class MultiheadAttention(KeywordBlock):
    """PyTorch's multi-head attention with one width for query, key and value; gives the output and the weights.

    Boolean (integer) masks are 1 where a key is hidden; float masks are added to the scores.
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
        parts = [mx.nd.split(p.data(), 3, axis=0) for p in (self.in_proj_weight, self.in_proj_bias)]
        rows = []
        for x, weight, bias in zip((query, key, value), *parts, strict=True):
            x = (mx.nd.dot(x, weight, transpose_b=True) + bias).reshape((*x.shape[:2], self._heads, -1))
            x = x.transpose(order)
            count = x.shape[0]
            rows.append(x.reshape((-1, *x.shape[2:])))
        scores = mx.nd.batch_dot(rows[0] * rows[0].shape[-1] ** -0.5, rows[1], transpose_b=True)
        scores = scores.reshape((count, self._heads, *scores.shape[1:]))
        lead = (1, 1) if attn_mask is None or attn_mask.ndim == 2 else (count, self._heads)
        scores = self._mask(scores, attn_mask, (*lead, *scores.shape[2:]))
        weights = mx.nd.softmax(self._mask(scores, key_padding_mask, (count, 1, 1, scores.shape[-1])), axis=-1)
        kept = mx.nd.Dropout(weights, p=self._rate).reshape((-1, *weights.shape[2:]))
        out = mx.nd.batch_dot(kept, rows[2]).reshape((count, self._heads, -1, rows[2].shape[-1]))
        out = out.transpose((0, 2, 1, 3) if self._batch_first else (2, 0, 1, 3))
        out = self.out_proj(out.reshape((*out.shape[:2], -1)))
        return out, (weights.mean(axis=1) if average_attn_weights else weights) if need_weights else None


def margin_ranking_loss(input1, input2, target, margin=0.0, reduction="mean"):
    """How far the first input fails to rank above the second by `margin` (below it, where `target` is -1)."""
    losses = mx.nd.relu(margin - target * (input1 - input2))
    return losses if reduction == "none" else getattr(losses, reduction)()


def sequential(*blocks, hybrid=True):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can.

    Blocks in a dictionary become attributes of the container, by their names. An empty one takes any blocks.
    """
    named = blocks[0] if blocks and isinstance(blocks[0], dict) else dict(enumerate(blocks))
    hybrid = hybrid and bool(named) and all(isinstance(block, mx.gluon.HybridBlock) for block in named.values())
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    for name, block in named.items():
        setattr(net, name, block) if isinstance(name, str) else net.add(block)
    return net


class Net(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(4, in_units=3, flatten=False)
        self.seq = nn.HybridSequential()
        self.seq.add(nn.Dense(4, in_units=4, flatten=False), nn.Activation('relu'))
        self.heads = sequential(*[nn.Dense(2, in_units=4, flatten=False) for _ in range(2)])

    def forward(self, x):
        x = self.fc(x)
        x = self.seq(mx.nd.relu(x))
        return [head(x) for head in self.heads]


criterion = MeanCrossEntropyLoss()
ranking = MarginRankingLoss()
attention = MultiheadAttention(4, 2)
attention.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
x = mx.nd.ones((2, 3))
net = Net()
net.initialize(mx.init.Xavier(factor_type='in', magnitude=1))
with mx.autograd.train_mode():
    one, two = net(x)
loss = criterion(one, mx.nd.zeros((2,), dtype='int64'))  # both by name
loss = criterion(
    one,
    mx.nd.zeros((2,), dtype='int64'),
)
loss = ranking(one.sum(axis=1), two.sum(axis=1), mx.nd.ones((2,)))
with mx.autograd.train_mode():
    out, weights = attention(query=one, key=one, value=one, need_weights=False)
drop = nn.Dropout(0.5)
with mx.autograd.train_mode():
    print(drop(x))
