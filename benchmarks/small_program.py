"""A PyTorch program of ordinary size, as the benchmark's small file: it is read, not run."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset


class Residual(nn.Module):
    """Two convolutions around a shortcut."""

    def __init__(self, channels: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, kernel_size=3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels)
        self.second = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = F.relu(self.norm(self.first(x)))
        out = self.dropout(self.second(out))
        return F.relu(x + out)


class Classifier(nn.Module):
    """Images of one channel to the scores of ten classes."""

    def __init__(self, width: int = 16, depth: int = 2, classes: int = 10) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, width, kernel_size=5, stride=2, padding=2)
        self.blocks = nn.Sequential(*[Residual(width) for _ in range(depth)])
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.head = nn.Linear(width * 16, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.stem(x))
        x = self.blocks(x)
        x = self.pool(x)
        x = torch.flatten(x, 1)
        return self.head(x)


def synthetic(count: int, size: int = 28) -> TensorDataset:
    """Noise around a bright square whose place tells the class."""
    images = torch.randn(count, 1, size, size) * 0.1
    labels = torch.randint(0, 10, (count,))
    for index in range(count):
        row, column = divmod(int(labels[index].item()), 4)
        images[index, 0, row * 6 : row * 6 + 6, column * 6 : column * 6 + 6] += 1.0
    images = (images - images.mean()) / images.std()
    return TensorDataset(images, labels)


def soft_targets(labels: torch.Tensor, classes: int, smoothing: float) -> torch.Tensor:
    """One-hot rows, smoothed."""
    rows = torch.zeros(labels.size(0), classes)
    rows.scatter_(1, labels.unsqueeze(1), 1.0)
    return rows * (1.0 - smoothing) + smoothing / classes


def smoothed_loss(scores: torch.Tensor, labels: torch.Tensor, smoothing: float = 0.1) -> torch.Tensor:
    """Cross entropy against smoothed targets, as a mean over the batch."""
    targets = soft_targets(labels, scores.shape[1], smoothing)
    return -(targets * F.log_softmax(scores, dim=1)).sum(dim=1).mean()


def train_epoch(model: nn.Module, loader: DataLoader, optimizer: optim.Optimizer) -> float:
    """One pass over the data; the mean loss."""
    model.train()
    total = 0.0
    for images, labels in loader:
        optimizer.zero_grad()
        scores = model(images)
        loss = smoothed_loss(scores, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=5.0)
        optimizer.step()
        total += loss.item() * images.size(0)
    return total / len(loader.dataset)


@torch.no_grad()
def accuracy(model: nn.Module, loader: DataLoader) -> float:
    """The share of images whose highest score is the label's."""
    model.eval()
    right = 0
    for images, labels in loader:
        predicted = model(images).argmax(dim=1)
        right += (predicted == labels).sum().item()
    return right / len(loader.dataset)


def confusion(model: nn.Module, loader: DataLoader, classes: int = 10) -> torch.Tensor:
    """Counts by true class (rows) and predicted class (columns)."""
    counts = torch.zeros(classes, classes, dtype=torch.int64)
    with torch.no_grad():
        for images, labels in loader:
            predicted = torch.max(model(images), 1)[1]
            pairs = labels * classes + predicted
            counts += torch.bincount(pairs, minlength=classes * classes).view(classes, classes)
    return counts


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--save", type=Path, default=None)
    return parser.parse_args()


def main() -> None:
    options = parse_arguments()
    torch.manual_seed(7)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    train_loader = DataLoader(synthetic(2000), batch_size=options.batch, shuffle=True)
    test_loader = DataLoader(synthetic(500), batch_size=options.batch)
    model = Classifier().to(device)
    optimizer = optim.Adam(model.parameters(), lr=options.rate, weight_decay=1e-4)
    schedule = optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
    for epoch in range(options.epochs):
        start = time.perf_counter()
        loss = train_epoch(model, train_loader, optimizer)
        schedule.step()
        seconds = time.perf_counter() - start
        print(f"epoch {epoch}: loss {loss:.4f}, accuracy {accuracy(model, test_loader):.3f}, {seconds:.1f} s")
    print(confusion(model, test_loader))
    if options.save is not None:
        torch.save(model.state_dict(), options.save)


if __name__ == "__main__":
    main()
