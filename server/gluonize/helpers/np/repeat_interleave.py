import mxnet as mx


def repeat_interleave(input, repeats, dim):
    """Return the slices along `dim`, each as often as the array `repeats` says."""
    counts = repeats.asnumpy().astype("int64").tolist()
    counts = counts * input.shape[dim] if len(counts) == 1 else counts
    places = [place for place, count in enumerate(counts) for _ in range(count)]
    return mx.np.take(input, mx.np.array(places, dtype="int64", ctx=input.context), axis=dim)
