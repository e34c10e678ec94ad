import math

import mxnet as mx


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None):
    """Attention over the last two axes; a boolean mask is true where a key may be seen, a float mask is added."""
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = mx.np.matmul(query, mx.np.swapaxes(key, -1, -2)) * scale
    if is_causal:
        count, keys = scores.shape[-2:]
        attn_mask = mx.np.arange(count, ctx=query.context).reshape(-1, 1) >= mx.np.arange(keys, ctx=query.context)
    seen = None
    if attn_mask is not None and "float" in str(attn_mask.dtype):
        scores = scores + attn_mask
    elif attn_mask is not None:
        seen = mx.np.broadcast_to(attn_mask, scores.shape)
        scores = mx.np.where(seen, scores, mx.np.full_like(scores, -1e30))
    weights = mx.npx.softmax(scores, axis=-1)
    weights = weights if seen is None else weights * seen.astype(weights.dtype)
    if dropout_p:
        weights = mx.npx.dropout(weights, p=dropout_p, mode="always")
    return mx.np.matmul(weights, value)
