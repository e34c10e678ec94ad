import mxnet as mx


def multinomial(weights, count, replacement=False):
    """Draw `count` positions along the last axis by their weights, as int64; without `replacement` all different."""
    repeated = mx.nd.stack(*([weights] * count), axis=-2) if replacement else weights
    noise = -mx.nd.log(-mx.nd.log(mx.nd.random.uniform_like(repeated, low=1e-20, high=1)))
    keys = mx.nd.log(repeated) + noise
    if replacement:
        return keys.argmax(axis=-1).astype("int64")
    return mx.nd.topk(keys, k=count, axis=-1, dtype="int64")
