import torch
from torch.utils.data import DataLoader, TensorDataset

use_cuda = torch.cuda.is_available()
kwargs = {'num_workers': 1, 'pin_memory': True} if use_cuda else {}
data = TensorDataset(torch.ones(6, 2))
loader = DataLoader(
    data,
    batch_size=4, shuffle=True,  # the order differs
    **kwargs)
others = torch.utils.data.DataLoader(data, 2, **dict(drop_last=True))
