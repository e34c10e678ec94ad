import os

import torch
import torch.nn as nn

local_rank = int(os.environ.get("LOCAL_RANK", 0))
torch.cuda.set_device(local_rank)
device = torch.device("cuda")
model = nn.Linear(2, 3).cuda()
x = torch.ones(1, 2).cuda()
y = model(x.to(device))
print(torch.cuda.current_device(), torch.zeros(2, device="cuda:1"))
