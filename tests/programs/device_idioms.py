"""How real programs bring a network to a GPU: buffers, filled weights, and optimizers made before the move."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class PositionalEncoding(nn.Module):
    """Adds a wave for every position; the table is a buffer, so it goes where the network goes."""

    def __init__(self, width, length=12):
        super().__init__()
        position = torch.arange(length).unsqueeze(1).float()
        rates = torch.exp(torch.arange(0, width, 2).float() * (-math.log(10000.0) / width))
        table = torch.zeros(length, width)
        table[:, 0::2] = torch.sin(position * rates)
        table[:, 1::2] = torch.cos(position * rates)
        self.register_buffer("table", table.unsqueeze(0))

    def forward(self, x):
        return x + self.table[:, : x.size(1)]


class Tagger(nn.Module):
    def __init__(self, words, width, tags):
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        self.position = PositionalEncoding(width)
        self.hidden = nn.Linear(width, width)
        self.out = nn.Linear(width, tags)
        self.reset_parameters()

    def reset_parameters(self):
        nn.init.uniform_(self.embedding.weight, -0.1, 0.1)
        self.out.bias.data.zero_()
        self.out.weight.data.uniform_(-0.1, 0.1)

    def forward(self, x):
        x = self.position(self.embedding(x))
        mask = torch.tril(torch.ones(x.size(1), x.size(1), device=x.device))
        scores = torch.matmul(x, x.transpose(1, 2)).masked_fill(mask == 0, -1e9)
        x = torch.matmul(F.softmax(scores, dim=-1), torch.tanh(self.hidden(x)))
        return self.out(x)


def weights_init(m):
    """Filled again after the move, as GAN examples do."""
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0.0, 0.2)
        nn.init.constant_(m.bias, 0.0)


torch.manual_seed(0)
use_cuda = torch.cuda.is_available()
device = torch.device("cuda" if use_cuda else "cpu")
words = torch.randint(0, 20, (6, 9))
tags = torch.randint(0, 3, (6, 9))

# Moved where it is built, filled where it is.
tagger = Tagger(20, 8, 3).to(device)
tagger.apply(weights_init)
criterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 0.5])).to(device)
optimizer = torch.optim.Adam(tagger.parameters(), lr=0.01)
losses = []
for step in range(3):
    optimizer.zero_grad()
    scores = tagger(words.to(device))
    loss = criterion(scores.view(-1, 3), tags.to(device).view(-1))
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

# Moved after its optimizer was made.
other = Tagger(20, 8, 3)
momentum = torch.optim.SGD(other.parameters(), lr=0.1, momentum=0.9)
if use_cuda:
    other.cuda()
    words, tags = words.cuda(), tags.cuda()
other_losses = []
for step in range(3):
    momentum.zero_grad()
    loss = F.cross_entropy(other(words).transpose(1, 2), tags)
    loss.backward()
    momentum.step()
    other_losses.append(loss.item())
