"""Dataset with a transform callable, samplers, accumulation, metrics."""
import torch
from torch import nn
from torch.utils.data import Dataset, DataLoader, Subset, WeightedRandomSampler, SubsetRandomSampler


class Normalize:
    def __init__(self, mean, std):
        self.mean, self.std = mean, std

    def __call__(self, x):
        return (x - self.mean) / self.std


class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, x):
        for t in self.transforms:
            x = t(x)
        return x


class ImageData(Dataset):
    def __init__(self, n, transform=None, target_transform=None):
        self.images = torch.rand(n, 1, 6, 6)
        self.targets = torch.arange(n) % 3
        self.transform = transform
        self.target_transform = target_transform

    def __len__(self):
        return self.images.shape[0]

    def __getitem__(self, index):
        img, target = self.images[index], int(self.targets[index])
        if self.transform is not None:
            img = self.transform(img)
        if self.target_transform is not None:
            target = self.target_transform(target)
        return img, target


class AverageMeter(object):
    """Computes and stores the average and current value"""

    def __init__(self):
        self.reset()

    def reset(self):
        self.val = 0
        self.avg = 0
        self.sum = 0
        self.count = 0

    def update(self, val, n=1):
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count


def accuracy(output, target, topk=(1,)):
    """Computes the accuracy over the k top predictions"""
    with torch.no_grad():
        maxk = max(topk)
        batch_size = target.size(0)
        _, pred = output.topk(maxk, 1, True, True)
        pred = pred.t()
        correct = pred.eq(target.view(1, -1).expand_as(pred))
        res = []
        for k in topk:
            correct_k = correct[:k].reshape(-1).float().sum(0, keepdim=True)
            res.append(correct_k.mul_(100.0 / batch_size))
        return res


torch.manual_seed(0)
dataset = ImageData(30, transform=Compose([Normalize(0.5, 0.25)]))
indices = list(range(len(dataset)))
train_loader = DataLoader(dataset, batch_size=5, sampler=SubsetRandomSampler(indices[:20]))
test_loader = DataLoader(Subset(dataset, indices[20:]), batch_size=5, shuffle=False)
model = nn.Sequential(nn.Flatten(), nn.Linear(36, 12), nn.ReLU(), nn.Linear(12, 3))
optimizer = torch.optim.SGD(model.parameters(), 0.1)
criterion = nn.CrossEntropyLoss()
accum_steps = 2
losses, top1 = AverageMeter(), AverageMeter()

for epoch in range(2):
    model.train()
    optimizer.zero_grad()
    for i, (images, target) in enumerate(train_loader):
        output = model(images)
        loss = criterion(output, target) / accum_steps
        loss.backward()
        acc1, acc2 = accuracy(output, target, topk=(1, 2))
        losses.update(loss.item() * accum_steps, images.size(0))
        top1.update(acc1[0].item(), images.size(0))
        if (i + 1) % accum_steps == 0:
            optimizer.step()
            optimizer.zero_grad()
    print(f"Epoch {epoch}: loss {losses.avg:.4f} top1 {top1.avg:.2f}")

model.eval()
preds, gts = [], []
with torch.no_grad():
    for images, target in test_loader:
        preds.append(model(images).argmax(dim=1))
        gts.append(target)
preds, gts = torch.cat(preds), torch.cat(gts)
print("test acc", (preds == gts).sum().item() / len(gts))
