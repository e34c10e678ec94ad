import random

import mxnet as mx
import numpy as np
from PIL import Image, ImageEnhance


class ColorJitter(mx.gluon.Block):
    """Change brightness, contrast, saturation and hue of images of bytes at random with Pillow, as torchvision does.

    One number v means factors from 1 - v to 1 + v, for the hue shifts from -v to v; a pair is taken as it is.
    """

    def __init__(self, brightness=0, contrast=0, saturation=0, hue=0):
        super().__init__()
        given = brightness, contrast, saturation
        spans = [v if isinstance(v, (tuple, list)) else (max(0, 1 - v), 1 + v) for v in given]
        kinds = ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color
        self.steps = [(kind, span) for kind, span in zip(kinds, spans, strict=True) if tuple(span) != (1, 1)]
        hues = hue if isinstance(hue, (tuple, list)) else (-hue, hue)
        self.steps += [(None, hues)] if tuple(hues) != (0, 0) else []

    def forward(self, x):
        return through_pillow(x, self.change)

    def change(self, image):
        for kind, span in random.sample(self.steps, len(self.steps)):
            amount = random.uniform(*span)
            image = kind(image).enhance(amount) if kind else self.shift(image, amount)
        return image

    def shift(self, image, amount):
        if image.mode == "L":
            return image
        hue, saturation, value = image.convert("HSV").split()
        turned = (np.asarray(hue).astype(int) + int(amount * 255)) % 256
        return Image.merge("HSV", (Image.fromarray(turned.astype("uint8")), saturation, value)).convert("RGB")
