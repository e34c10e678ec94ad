import mxnet as mx


def embedding_from(embeddings, freeze=True):
    """An embedding layer with the rows of `embeddings` as its weights; frozen ones get no gradient."""
    layer = mx.gluon.nn.Embedding(*embeddings.shape, dtype=embeddings.dtype)
    layer.initialize(ctx=embeddings.context)
    layer.weight.set_data(embeddings)
    layer.weight.grad_req = "null" if freeze else "write"
    return layer
