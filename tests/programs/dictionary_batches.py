"""A classifier whose data set gives dictionaries, with loaders from shared settings and a plateau schedule."""

import argparse

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from torch.utils.data import DataLoader, Dataset, random_split


def scaled(mx, top=1.0):
    """Scale so that the largest number is `top`."""
    return [top * value / max(mx) for value in mx]


class Records(Dataset):
    def __init__(self, n):
        self.images = torch.rand(n, 1, 6, 6)
        self.labels = (self.images.mean((1, 2, 3)) > 0.5).long()

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        return {'image': self.images[idx].float(), 'label': self.labels[idx], 'name': f'record {idx}'}


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.fc = nn.Linear(4 * 4 * 4, 2)

    def forward(self, x):
        return self.fc(torch.flatten(F.relu(self.conv(x)), 1))


@torch.no_grad()
def evaluate(model, loader, device):
    model.eval()
    score = 0
    for batch in loader:
        image, label = batch['image'].to(device=device, dtype=torch.float32), batch['label'].to(device)
        assert all(name.startswith('record') for name in batch['name'])
        score += (model(image).argmax(dim=1) == label).float().mean()
    model.train()
    return score / len(loader)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Dictionaries in batches')
    parser.add_argument('--optimizer', type=str, default='RMSprop')
    parser.add_argument('--no-cuda', action='store_true', default=False)
    args = parser.parse_args([])
    use_cuda = not args.no_cuda and torch.cuda.is_available()
    device = torch.device('cuda' if use_cuda else 'cpu')

    torch.manual_seed(0)
    train_set, test_set = random_split(Records(20), [14, 6])
    settings = dict(batch_size=4, num_workers=0, pin_memory=use_cuda)
    train_loader = DataLoader(train_set, shuffle=True, **settings)
    test_loader = DataLoader(test_set, shuffle=False, drop_last=True, **settings)

    model = Net().to(device)
    optimizer = getattr(optim, 'RMSprop')(model.parameters(), lr=1e-3, momentum=0.9)
    scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, 'max', patience=0)
    criterion = getattr(nn, 'CrossEntropyLoss')()
    losses = []
    for epoch in range(3):
        for batch in train_loader:
            image, label = batch['image'].to(device), batch['label'].to(device)
            loss = criterion(model(image), label)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        scheduler.step(evaluate(model, test_loader, device))
        print(epoch, scaled(losses)[-1])
    weights = model.fc.weight.to('cpu').data.numpy()
    print(weights.shape)
