"""Comments between the members of a chain stay where they are."""

import torch

x = torch.randn(3, 4)
y = (
    x
    .unsqueeze(0)  # a batch of one
    .expand(2, -1, -1)  # twice
    # the last two change places
    .permute(0, 2, 1)  # and now
    .contiguous()
)
z = (x  # all of it
     .t()  # turned
     .clone())
