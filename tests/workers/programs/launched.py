"""Workers that are started one by one find each other by RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT."""

import os
import sys

import torch
import torch.distributed as dist
import torch.nn as nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def is_main():
    return not dist.is_initialized() or dist.get_rank() == 0


class Trainer:
    def __init__(self, model, loader, rank):
        self.rank = rank
        self.model = DistributedDataParallel(model.to("cpu"))
        self.loader = loader
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.5)

    def run(self, epochs):
        for epoch in range(epochs):
            self.loader.sampler.set_epoch(epoch)
            total = torch.zeros(1)
            for x, y in self.loader:
                self.optimizer.zero_grad()
                loss = nn.functional.cross_entropy(self.model(x), y)
                loss.backward()
                self.optimizer.step()
                total += loss.detach()
            dist.all_reduce(total)
            if is_main():
                print(f"epoch {epoch}: {total.item() / dist.get_world_size():.6f}")
                torch.save(self.model.module.state_dict(), sys.argv[1])


def main():
    dist.init_process_group(backend="gloo")
    rank = int(os.environ["RANK"])
    torch.manual_seed(0)
    data = torch.arange(80).reshape(20, 4).float() / 80
    labels = torch.arange(20) % 3
    dataset = TensorDataset(data, labels)
    loader = DataLoader(dataset, batch_size=4, shuffle=False, sampler=DistributedSampler(dataset, shuffle=False))
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
    for parameter in model.parameters():
        nn.init.constant_(parameter, 0.1 * (rank + 1))
    Trainer(model, loader, rank).run(3)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
