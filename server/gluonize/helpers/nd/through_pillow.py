import mxnet as mx
import numpy as np
from PIL import Image


def through_pillow(image, change):
    """Apply `change`, a function of Pillow images, to an array of bytes of shape (height, width, channels)."""
    pixels = image.asnumpy()
    if pixels.dtype != np.uint8 or pixels.ndim != 3:
        raise TypeError("an image is an array of bytes (height, width, channels): put ToTensor() behind this transform")
    changed = np.asarray(change(Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)))
    make = mx.np.array if isinstance(image, mx.np.ndarray) else mx.nd.array
    return make(changed.reshape((*changed.shape[:2], -1)), dtype="uint8")
