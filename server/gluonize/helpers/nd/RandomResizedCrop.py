import math
import random

import mxnet as mx


class RandomResizedCrop(mx.gluon.Block):
    """Cut a part of random area and shape out of images of bytes and resize it with Pillow, as torchvision does."""

    def __init__(self, size, scale=(0.08, 1.0), ratio=(3 / 4, 4 / 3), interpolation=2):
        super().__init__()
        self.size = (size, size) if isinstance(size, int) else (size[0], size[-1])
        self.scale, self.ratio, self.interpolation = scale, ratio, interpolation

    def forward(self, x):
        return through_pillow(x, self.change)

    def change(self, image):
        height, width = self.size
        return image.resize((width, height), self.interpolation, self.box(*image.size))

    def box(self, wide, high):
        for _ in range(10):
            area = wide * high * random.uniform(*self.scale)
            ratio = math.exp(random.uniform(*map(math.log, self.ratio)))
            width, height = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
            if 0 < width <= wide and 0 < height <= high:
                left, top = random.randint(0, wide - width), random.randint(0, high - height)
                return left, top, left + width, top + height
        ratio = min(max(wide / high, min(self.ratio)), max(self.ratio))
        width, height = min(wide, round(high * ratio)), min(high, round(wide / ratio))
        left, top = (wide - width) // 2, (high - height) // 2
        return left, top, left + width, top + height
