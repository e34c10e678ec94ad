import mxnet as mx


def gcd(input, other):
    """Return the greatest common divisors of two arrays of integers, by Euclid's algorithm for all elements at once."""
    large, small = mx.nd.abs(input) + other * 0, mx.nd.abs(other) + input * 0
    while small.max().asscalar() > 0:
        done = small == 0
        rest = large % mx.nd.maximum(small, 1)
        large, small = mx.nd.where(done, large, small), mx.nd.where(done, small, rest)
    return large
