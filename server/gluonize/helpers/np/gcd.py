import mxnet as mx


def gcd(input, other):
    """Return the greatest common divisors of two arrays of integers, by Euclid's algorithm for all elements at once."""
    large, small = mx.np.abs(input) + other * 0, mx.np.abs(other) + input * 0
    while small.size and small.max().item() > 0:
        done = small == 0
        rest = large % mx.np.maximum(small, 1)
        large, small = mx.np.where(done, large, small), mx.np.where(done, small, rest)
    return large
