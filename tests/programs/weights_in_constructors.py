"""Constructors that write parts of their layers' weights: the open forget gate of an LSTM, a frozen filter, a bias."""

import math

import torch
import torch.nn as nn


class Tagger(nn.Module):
    def __init__(self, size, hidden, classes):
        super().__init__()
        self.edges = nn.Conv1d(size, size, 3, padding=1)
        self.lstm = nn.LSTM(size, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, classes)
        self.fc.bias.data = torch.full((classes,), -math.log(classes))
        self.fc.weight.data *= 0.5
        with torch.no_grad():
            self.edges.weight.copy_(torch.linspace(-1, 1, size * size * 3).reshape(size, size, 3))
            self.edges.bias[1:].fill_(0.25)
        self.init_weights(hidden)

    def init_weights(self, hidden):
        nn.init.orthogonal_(self.lstm.weight_hh_l0)
        self.lstm.bias_ih_l0.data.zero_()
        self.lstm.bias_hh_l0.data[hidden : 2 * hidden].fill_(1.0)

    def forward(self, x):
        x = torch.relu(self.edges(x.transpose(1, 2))).transpose(1, 2)
        return self.fc(self.lstm(x)[0])


torch.manual_seed(0)
net = Tagger(4, 6, 3)
forget = net.lstm.bias_hh_l0[6:12].sum().item()
filters = net.edges.weight.sum().item(), net.edges.bias.detach()[1:].sum().item(), net.fc.bias.sum().item()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
criterion = nn.CrossEntropyLoss()
x = torch.randn(8, 5, 4)
y = torch.randint(0, 3, (8, 5))
losses = []
for _ in range(3):
    optimizer.zero_grad()
    loss = criterion(net(x).flatten(0, 1), y.flatten())
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
