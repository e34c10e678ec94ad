"""Arguments of any number, with their types."""

import mxnet as mx


def total(*parts: mx.nd.NDArray, **named: mx.nd.NDArray) -> mx.nd.NDArray:
    first = parts[0].shape[0]
    return sum(p.sum().asscalar() for p in parts) + first + sum(v.shape[0] for v in named.values())


print(total(mx.nd.ones((2,)), mx.nd.ones((3,)), extra=mx.nd.ones((4,))))
