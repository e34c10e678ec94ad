import torch


class Normal:
    def __init__(self, loc: torch.Tensor):
        self.loc = loc

    def expand(self, shape):
        return Normal(self.loc.expand(shape))


def expand(x: torch.Tensor, shape):
    return x.expand(shape), torch._unknown(x)
