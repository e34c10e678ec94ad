"""MLP classifier with a config dataclass."""
from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from typing import List, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, random_split


@dataclass
class Config:
    input_dim: int = 20
    hidden: List[int] = field(default_factory=lambda: [32, 16])
    num_classes: int = 4
    lr: float = 0.05
    batch_size: int = 16
    epochs: int = 2
    dropout: float = 0.0
    seed: int = 42


class BlobDataset(Dataset):
    """Points around one center per class."""

    def __init__(self, n: int, dim: int, classes: int) -> None:
        self.centers = torch.randn(classes, dim) * 2
        self.labels = torch.randint(0, classes, (n,))
        self.points = self.centers[self.labels] + torch.randn(n, dim)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, idx: int) -> Tuple[Tensor, Tensor]:
        return self.points[idx], self.labels[idx]


class MLP(nn.Module):
    def __init__(self, cfg: Config) -> None:
        super().__init__()
        dims = [cfg.input_dim] + cfg.hidden
        layers: List[nn.Module] = []
        for d_in, d_out in zip(dims[:-1], dims[1:]):
            layers.append(nn.Linear(d_in, d_out))
            layers.append(nn.ReLU(inplace=True))
            if cfg.dropout > 0:
                layers.append(nn.Dropout(cfg.dropout))
        layers.append(nn.Linear(dims[-1], cfg.num_classes))
        self.net = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


def evaluate(model: nn.Module, loader: DataLoader, device: torch.device) -> Tuple[float, float]:
    model.eval()
    total, correct, loss_sum = 0, 0, 0.0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            loss_sum += F.cross_entropy(logits, y, reduction="sum").item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            total += y.size(0)
    return loss_sum / total, correct / total


def main() -> List[float]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=2)
    args, _ = parser.parse_known_args()

    cfg = Config(epochs=args.epochs)
    torch.manual_seed(cfg.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    dataset = BlobDataset(100, cfg.input_dim, cfg.num_classes)
    train_set, val_set = random_split(dataset, [80, 20])
    train_loader = DataLoader(train_set, batch_size=cfg.batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=cfg.batch_size)

    model = MLP(cfg).to(device)
    n_params = sum(p.numel() for p in model.parameters() if p.requires_grad)
    print(f"model has {n_params:,} parameters")
    optimizer = torch.optim.SGD(model.parameters(), lr=cfg.lr, momentum=0.9, weight_decay=1e-4)
    criterion = nn.CrossEntropyLoss()

    history: List[float] = []
    for epoch in range(cfg.epochs):
        model.train()
        running = 0.0
        for step, (x, y) in enumerate(train_loader):
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            out = model(x)
            loss = criterion(out, y)
            loss.backward()
            optimizer.step()
            running += loss.item()
        val_loss, val_acc = evaluate(model, val_loader, device)
        history.append(val_loss)
        print(f"epoch {epoch + 1}: train {running / len(train_loader):.4f} val {val_loss:.4f} acc {val_acc:.2%}")
    return history


if __name__ == "__main__":
    history = main()
