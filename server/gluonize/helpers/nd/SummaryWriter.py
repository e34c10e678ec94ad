import os
import time

import mxboard
import mxnet as mx
import numpy as np


class SummaryWriter(mxboard.SummaryWriter):
    """mxboard's writer of TensorBoard's files, called as PyTorch's; without a folder it makes one below `runs`."""

    def __init__(self, log_dir=None, comment="", max_queue=10, flush_secs=120, filename_suffix=""):
        self.log_dir = str(log_dir or os.path.join("runs", time.strftime("%b%d_%H-%M-%S") + comment))
        super().__init__(self.log_dir, max_queue, flush_secs, filename_suffix or None, verbose=False)

    def add_scalar(self, tag, scalar_value, global_step=None):
        super().add_scalar(tag, float(self.numbers(scalar_value).item()), global_step)

    def add_scalars(self, main_tag, tag_scalar_dict, global_step=None):
        values = {tag: float(self.numbers(value).item()) for tag, value in tag_scalar_dict.items()}
        super().add_scalar(main_tag, values, global_step)

    def add_histogram(self, tag, values, global_step=None, bins="default"):
        super().add_histogram(tag, mx.nd.array(self.numbers(values).ravel()), global_step, bins)

    def add_image(self, tag, img_tensor, global_step=None, dataformats="CHW"):
        pixels = self.numbers(img_tensor)
        if dataformats == "HW":
            pixels, dataformats = pixels[None], "CHW"
        pixels = pixels.transpose([dataformats.index(axis) for axis in "NCHW" if axis in dataformats])
        if pixels.dtype != np.uint8:
            pixels = (pixels.astype(np.float32) * 255).clip(0, 255).astype(np.uint8)
        super().add_image(tag, mx.nd.array(pixels, dtype="uint8"), global_step)

    def add_images(self, tag, img_tensor, global_step=None, dataformats="NCHW"):
        self.add_image(tag, img_tensor, global_step, dataformats)

    def add_pr_curve(self, tag, labels, predictions, global_step=None, num_thresholds=127):
        given = [mx.nd.array(self.numbers(values).ravel()) for values in (labels, predictions)]
        super().add_pr_curve(tag, *given, num_thresholds, global_step)

    def numbers(self, value):
        return value.asnumpy() if isinstance(value, mx.nd.NDArray) else np.asarray(value)
