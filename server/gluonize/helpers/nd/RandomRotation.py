import random

import mxnet as mx


class RandomRotation(mx.gluon.Block):
    """Rotate images of bytes by random degrees with Pillow, as torchvision does. One number d is (-d, d)."""

    def __init__(self, degrees, interpolation=0, expand=False, center=None, fill=0):
        super().__init__()
        self.degrees = (-degrees, degrees) if isinstance(degrees, (int, float)) else degrees
        self.interpolation, self.expand, self.center, self.fill = interpolation, expand, center, fill

    def forward(self, x):
        return through_pillow(x, self.change)

    def change(self, image):
        fill = (self.fill,) * len(image.getbands()) if isinstance(self.fill, int) else self.fill
        fill = fill[0] if len(image.getbands()) == 1 else fill
        angle = random.uniform(*self.degrees)
        return image.rotate(angle, self.interpolation, self.expand, self.center, fillcolor=fill)
