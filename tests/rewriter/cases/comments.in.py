import torch
from torch import nn

y = torch.clamp(
    x,  # the values
    min=0.0,  # lowest
    max=1.0,  # highest
)
layer = nn.Linear(
    784,  # pixels
    10,  # digits
)
both = torch.add(torch.exp(x), torch.exp(y))  # nested
z = (torch.ones(2, 3)
     + torch.zeros(2, 3))
