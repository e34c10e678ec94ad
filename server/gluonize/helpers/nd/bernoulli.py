import mxnet as mx


def bernoulli(probabilities):
    """Draw 0 or 1 per element, 1 with the given probability, in the type of `probabilities`."""
    return mx.nd.random.uniform_like(probabilities) < probabilities
