import math

import mxnet as mx
import numpy as np


def make_grid(images, nrow=8, padding=2, normalize=False, value_range=None, scale_each=False, pad_value=0.0):
    """Put images (count, channels, height, width) into one, `nrow` in a row; a list of images is stacked first.

    `normalize` brings the values, of each image for itself with `scale_each`, from `value_range` to (0, 1).
    """
    pixels = np.stack([x.asnumpy() for x in images]) if isinstance(images, (list, tuple)) else images.asnumpy()
    while pixels.ndim < 4:
        pixels = pixels[None]
    pixels = np.repeat(pixels, 3, axis=1) if pixels.shape[1] == 1 else pixels
    if normalize:
        for part in pixels if scale_each else [pixels]:
            low, high = value_range or (part.min(), part.max())
            part[...] = (part.clip(low, high) - low) / max(high - low, 1e-5)
    make = mx.np.array if isinstance(images[0], mx.np.ndarray) else mx.nd.array
    count, channels, height, width = pixels.shape
    if count == 1:
        return make(pixels[0], dtype=pixels.dtype)
    columns = min(nrow, count)
    high, wide = height + padding, width + padding
    size = math.ceil(count / columns) * high + padding, columns * wide + padding
    grid = np.full((channels, *size), pad_value, pixels.dtype)
    for k, image in enumerate(pixels):
        y, x = k // columns * high + padding, k % columns * wide + padding
        grid[:, y : y + height, x : x + width] = image
    return make(grid, dtype=grid.dtype)
