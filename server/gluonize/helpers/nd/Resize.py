import mxnet as mx


class Resize(mx.gluon.Block):
    """Resize images with Pillow, which smooths when it shrinks, as torchvision does.

    One number is the length of the shorter edge; a pair is (height, width). `interpolation` is Pillow's number.
    """

    def __init__(self, size, interpolation=2, max_size=None):
        super().__init__()
        self.size, self.interpolation, self.max_size = size, interpolation, max_size

    def forward(self, x):
        return through_pillow(x, self.change)

    def change(self, image):
        return image.resize(self.lengths(*image.size), self.interpolation)

    def lengths(self, width, height):
        if not isinstance(self.size, int) and len(self.size) == 2:
            return self.size[1], self.size[0]
        short = self.size if isinstance(self.size, int) else self.size[0]
        long = int(short * max(width, height) / min(width, height))
        if self.max_size is not None and long > self.max_size:
            short, long = int(self.max_size * short / long), self.max_size
        return (short, long) if width <= height else (long, short)
