import random

import mxnet as mx


class Grayscale(mx.gluon.Block):
    """Take the colour out of images of bytes with Pillow, with probability `p`; None keeps the number of channels."""

    def __init__(self, num_output_channels=1, p=1.0):
        super().__init__()
        self.channels, self.p = num_output_channels, p

    def forward(self, x):
        return through_pillow(x, self.change) if random.random() < self.p else x

    def change(self, image):
        channels = self.channels or len(image.getbands())
        gray = image.convert("L")
        return gray.convert("RGB") if channels == 3 else gray
