import random

import mxnet as mx
import numpy as np
from PIL import Image


class RandomCrop(mx.gluon.Block):
    """Cut a random part out of images of bytes (height, width, channels), after black borders of width `padding`.

    Paddings are those of PyTorch: all sides, (sides, top and bottom), or (left, top, right, bottom).
    """

    def __init__(self, size, padding=None, pad_if_needed=False):
        super().__init__()
        self.size = (size, size) if isinstance(size, int) else (size[0], size[-1])
        borders = (padding or 0,) if isinstance(padding or 0, int) else tuple(padding)
        self.borders = (borders * 4)[:4]
        self.pad_if_needed = pad_if_needed

    def forward(self, x):
        return through_pillow(x, self.change)

    def change(self, image):
        left, top, right, bottom = self.borders
        height, width = self.size
        pixels = np.asarray(image)
        high, wide = pixels.shape[0] + top + bottom, pixels.shape[1] + left + right
        if self.pad_if_needed:
            more_x, more_y = max(width - wide, 0), max(height - high, 0)
            left, right, top, bottom = left + more_x, right + more_x, top + more_y, bottom + more_y
        pixels = np.pad(pixels, ((top, bottom), (left, right), (0, 0))[: pixels.ndim])
        if pixels.shape[0] < height or pixels.shape[1] < width:
            raise ValueError(f"the image is smaller than {height} by {width}: pass pad_if_needed=True")
        y, x = random.randint(0, pixels.shape[0] - height), random.randint(0, pixels.shape[1] - width)
        return Image.fromarray(pixels[y : y + height, x : x + width])
