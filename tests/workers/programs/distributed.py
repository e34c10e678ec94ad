"""Two processes train one network on shares of the data: each starts elsewhere, and takes the first one's weights."""

import json
import os
import sys

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel as DDP
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 8)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        return self.out(torch.tanh(self.hidden(x)))


def setup(rank, world_size, port):
    os.environ["MASTER_ADDR"] = "127.0.0.1"
    os.environ["MASTER_PORT"] = port
    dist.init_process_group("gloo", rank=rank, world_size=world_size)


def train(rank, world_size, port, folder):
    setup(rank, world_size, port)
    numbers = np.random.RandomState(7)
    inputs = torch.from_numpy(numbers.normal(size=(19, 4)).astype("float32"))
    targets = torch.from_numpy(numbers.normal(size=(19, 2)).astype("float32"))
    starts = np.random.RandomState(rank)

    model = Net()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.data.copy_(torch.from_numpy(starts.normal(size=tuple(parameter.shape)).astype("float32")))
    model = DDP(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=0.01)

    dataset = TensorDataset(inputs, targets)
    sampler = DistributedSampler(dataset, num_replicas=world_size, rank=rank, shuffle=False)
    loader = DataLoader(dataset, batch_size=4, sampler=sampler)
    own, shared = [], []
    for epoch in range(3):
        sampler.set_epoch(epoch)
        for x, y in loader:
            optimizer.zero_grad()
            loss = F.mse_loss(model(x), y)
            loss.backward()
            norm = nn.utils.clip_grad_norm_(model.parameters(), 1.5)
            optimizer.step()
            own.append([float(loss.item()), float(norm.item())])
        total = loss.detach().clone()
        dist.all_reduce(total, op=dist.ReduceOp.SUM)
        shared.append(float(total.item()) / dist.get_world_size())
    counts = torch.tensor([rank + 1, 10 * rank])
    dist.all_reduce(counts, op=dist.ReduceOp.MAX)
    gathered = [torch.zeros(2) for _ in range(world_size)]
    dist.all_gather(gathered, torch.tensor([1.0, 2.0]) * (rank + 1))
    objects = [None] * world_size
    dist.all_gather_object(objects, {"rank": dist.get_rank()})
    sent = torch.tensor([3.0 + rank])
    dist.broadcast(sent, src=1)
    dist.barrier()

    weights = [parameter.data.numpy().reshape(-1).tolist() for parameter in model.parameters()]
    result = {
        "own": own,
        "shared": shared,
        "weights": weights,
        "counts": counts.tolist(),
        "gathered": [part.tolist() for part in gathered],
        "objects": objects,
        "sent": sent.tolist(),
    }
    with open(os.path.join(folder, f"worker{rank}.json"), "w") as file:
        json.dump(result, file)
    dist.destroy_process_group()


if __name__ == "__main__":
    mp.spawn(train, args=(2, sys.argv[1], sys.argv[2]), nprocs=2, join=True)
