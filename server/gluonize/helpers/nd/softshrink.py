import mxnet as mx


def softshrink(input, lambd=0.5):
    """Move values towards zero by `lambd`; those nearer than that become 0."""
    return mx.nd.relu(input - lambd) - mx.nd.relu(-input - lambd)
