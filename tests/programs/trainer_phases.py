"""A trainer class whose epochs train or evaluate, under one scope that says which."""

import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
X = torch.randn(22, 4)
Y = torch.randint(0, 3, (22,))


class Trainer:
    def __init__(self, model, lr=0.1):
        self.model = model
        self.optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
        self.criterion = nn.CrossEntropyLoss()
        self.history = {"train": [], "val": []}

    def _run_epoch(self, loader, train=True):
        self.model.train() if train else self.model.eval()
        total, n = 0.0, 0
        with torch.set_grad_enabled(train):
            for x, y in loader:
                if train:
                    self.optimizer.zero_grad()
                out = self.model(x)
                loss = self.criterion(out, y)
                if train:
                    loss.backward()
                    self.optimizer.step()
                total += loss.item() * x.size(0)
                n += x.size(0)
        return total / n

    def fit(self, train_loader, val_loader, epochs):
        for epoch in range(epochs):
            self.history["train"].append(self._run_epoch(train_loader, True))
            self.history["val"].append(self._run_epoch(val_loader, False))
            print(self.history["train"][-1], self.history["val"][-1])


net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3))
t = Trainer(net)
t.fit(
    DataLoader(TensorDataset(X[:16], Y[:16]), batch_size=8), DataLoader(TensorDataset(X[16:], Y[16:]), batch_size=3), 4
)
