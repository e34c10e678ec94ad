import math

import mxnet as mx


def interpolate(input, size=None, scale_factor=None, mode="nearest", align_corners=None):
    """Resize all axes behind batch and channel: nearest, nearest-exact, linear (bilinear, trilinear) or bicubic.

    Each axis is resized by itself, as a weighted sum of the neighbours that PyTorch takes.
    """
    dims = input.ndim - 2
    given = (size, scale_factor)
    sizes, scales = ((n,) * dims if n is None or isinstance(n, (int, float)) else tuple(n) for n in given)
    for axis, length, scale in zip(range(2, input.ndim), sizes, scales, strict=True):
        old = input.shape[axis]
        new = math.floor(old * scale) if length is None else length
        step = old / new if scale is None else 1 / scale
        if align_corners:
            places = [i * (old - 1) / max(new - 1, 1) for i in range(new)]
        elif mode == "nearest":
            places = [math.floor(i * step) for i in range(new)]
        elif mode == "nearest-exact":
            places = [math.floor((i + 0.5) * step) for i in range(new)]
        else:
            places = [(i + 0.5) * step - 0.5 for i in range(new)]
        input = _resample(input, axis, places if mode == "bicubic" else [max(p, 0) for p in places], mode)
    return input


def _resample(input, axis, places, mode):
    """The values at fractional `places` of an axis, between the 1, 2 or 4 nearest ones."""

    def cubic(t):
        t = abs(t)
        return (1.25 * t - 2.25) * t * t + 1 if t <= 1 else ((-0.75 * t + 3.75) * t - 6) * t + 3

    near = {"nearest": (0,), "nearest-exact": (0,), "bicubic": (-1, 0, 1, 2)}.get(mode, (0, 1))
    total = 0
    for offset in near:
        gaps = [p - math.floor(p) - offset for p in places]
        weights = [1.0 if len(near) == 1 else cubic(g) if len(near) == 4 else 1 - abs(g) for g in gaps]
        index = [min(max(math.floor(p) + offset, 0), input.shape[axis] - 1) for p in places]
        shape = (1,) * axis + (-1,) + (1,) * (input.ndim - axis - 1)
        weights = mx.np.array(weights, dtype=input.dtype, ctx=input.context).reshape(shape)
        index = mx.np.array(index, dtype="int32", ctx=input.context)
        total = total + weights * mx.np.take(input, index, axis=axis)
    return total
