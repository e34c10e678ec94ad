import itertools

import mxnet as mx


def combinations(input, r=2, with_replacement=False):
    """Return the rows of all combinations of `r` elements of a vector."""
    choose = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    places = mx.nd.array(list(choose(range(len(input)), r)), dtype="int64", ctx=input.context)
    return mx.nd.take(input, places)
