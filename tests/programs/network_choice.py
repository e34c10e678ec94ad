"""One of several networks is chosen by name, its encoder's layers are copies of one, and whole numbers divide a loss."""

import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from torch.nn.parameter import Parameter


def clones(module, number):
    return nn.ModuleList([copy.deepcopy(module) for _ in range(number)])


class Mix(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = Parameter(torch.FloatTensor(in_features, out_features))
        self.weight.data.uniform_(-0.5, 0.5)

    def forward(self, x):
        return torch.tanh(x @ self.weight)


class Deep(nn.Module):
    def __init__(self, vocab, width, classes):
        super().__init__()
        c = copy.deepcopy
        layer = Mix(width, width)
        self.embed = nn.Embedding(vocab, width)
        self.layers = clones(layer, 2)
        self.last = c(layer)
        self.out = nn.Linear(width, classes)
        self.register_buffer("scale", torch.linspace(0.5, 1.5, width).unsqueeze(0))

    def forward(self, x):
        x = nn.parallel.data_parallel(self.embed, x, range(2)) if x.is_cuda else self.embed(x)
        x = x * self.scale[:, : self.out.in_features].requires_grad_(False)
        for layer in self.layers:
            x = x + layer(x)
        return self.out(self.last(x))


class Shallow(nn.Module):
    def __init__(self, vocab, classes):
        super().__init__()
        self.embed = nn.Embedding(vocab, classes)

    def forward(self, x):
        return self.embed(x)


torch.manual_seed(0)
device = "cuda" if torch.cuda.is_available() else "cpu"
words = torch.LongTensor([[1, 4, 2, 3], [2, 5, 0, 0], [3, 1, 5, 0]])
classes = words.max().item() + 1
losses = []
for arch in ("deep", "shallow"):
    if arch == "deep":
        model = Deep(6, 8, classes)
    elif arch == "shallow":
        model = Shallow(6, classes)
    else:
        raise ValueError(arch)
    model = model.to(device)
    optimizer = optim.SGD(model.parameters(), lr=0.5)
    for step in range(3):
        src = words.to(device)
        ntokens = (src != 0).data.sum()
        logits = model(src)
        loss = F.cross_entropy(logits.view(-1, classes), src.view(-1), ignore_index=0, reduction="sum") / ntokens
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
correct = (logits.argmax(-1) == src).type(torch.FloatTensor)
accuracy = torch.mean(correct.type(torch.FloatTensor)).item()
for network, place in ((Shallow(6, 3).to(device), device), (Shallow(6, 3), "cpu")):
    optimizer = optim.SGD(network.parameters(), lr=0.1)
    src = words.to(place)
    loss = F.cross_entropy(network(src).view(-1, 3), src.view(-1) % 3)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(losses, accuracy)
