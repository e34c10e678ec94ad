import math

import mxnet as mx


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None):
    """Attention over the last two axes; where a boolean mask is 0, keys are hidden; a float mask is added."""
    width = query.shape[-1]
    rows = [a.reshape((-1, *a.shape[-2:])) for a in (query, key, value)]
    scores = mx.nd.batch_dot(rows[0], rows[1], transpose_b=True) * (1 / math.sqrt(width) if scale is None else scale)
    scores = scores.reshape((*query.shape[:-1], key.shape[-2]))
    if is_causal:
        count, keys = scores.shape[-2:]
        order = mx.nd.arange(count, ctx=query.context).expand_dims(1) >= mx.nd.arange(keys, ctx=query.context)
        attn_mask = order.astype("int32")
    seen = None
    if attn_mask is not None and "float" in str(attn_mask.dtype):
        scores = scores + attn_mask.broadcast_to(scores.shape)
    elif attn_mask is not None:
        seen = attn_mask.astype(query.dtype).broadcast_to(scores.shape)
        scores = mx.nd.where(seen, scores, mx.nd.full(scores.shape, -1e30, ctx=query.context, dtype=query.dtype))
    weights = mx.nd.softmax(scores, axis=-1)
    weights = weights if seen is None else weights * seen
    if dropout_p:
        weights = mx.nd.Dropout(weights, p=dropout_p, mode="always")
    weights = weights.reshape((-1, *weights.shape[-2:]))
    return mx.nd.batch_dot(weights, rows[2]).reshape((*query.shape[:-1], value.shape[-1]))
