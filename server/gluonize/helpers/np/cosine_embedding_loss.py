import mxnet as mx


def cosine_embedding_loss(input1, input2, target, margin=0.0, reduction="mean"):
    """One minus the cosine where `target` is 1; what the cosine exceeds `margin` by where it is -1."""
    products = (input1 * input2).sum(axis=-1)
    norms = ((input1 * input1).sum(axis=-1) + 1e-12) * ((input2 * input2).sum(axis=-1) + 1e-12)
    cosine = products / mx.np.sqrt(norms)
    zero = mx.np.zeros_like(cosine)
    losses = mx.np.where(target == 1, 1 - cosine, zero) + mx.np.where(target == -1, mx.npx.relu(cosine - margin), zero)
    return losses if reduction == "none" else getattr(losses, reduction)()
