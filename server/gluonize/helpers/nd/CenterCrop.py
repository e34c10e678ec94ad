import mxnet as mx


class CenterCrop(mx.gluon.Block):
    """Cut the middle out of images (height, width, channels), rounding as torchvision does.

    One number is both height and width. ValueError for an image that is smaller.
    """

    def __init__(self, size):
        super().__init__()
        self.size = (size, size) if isinstance(size, int) else (size[0], size[-1])

    def forward(self, x):
        (height, width), (high, wide) = self.size, x.shape[:2]
        if high < height or wide < width:
            raise ValueError(f"the image is {high} by {wide}, which is less than {height} by {width}: resize it first")
        top, left = round((high - height) / 2), round((wide - width) / 2)
        return x[top : top + height, left : left + width]
