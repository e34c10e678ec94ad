import mxnet as mx


def written(array, value):
    """Write `value` into `array` and give the array back."""
    array[:] = value
    return array


def sample(mu, std: mx.nd.NDArray) -> mx.nd.NDArray:
    eps = mx.nd.random.normal_like(std)
    return (eps * std) + mu


def percent(correct: mx.nd.NDArray, sizes: list) -> list:
    result = []
    for size in sizes:
        hits = correct[:size].sum(axis=0, keepdims=True)
        result.append(written(hits, hits * (100.0 / size)))
    return result


x = mx.nd.ones((2, 3))
x[:] = (x * 2) + 1
start = written(mx.nd.zeros((1, 1)), 3)
typed = written(mx.nd.zeros((1, 1)).astype(x.dtype), 3)
y = x.view(3, 2).mul_(2)
