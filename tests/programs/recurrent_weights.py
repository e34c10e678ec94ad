"""The weights of recurrent layers filled by their names: orthogonal matrices, and a forget gate that starts open."""

import torch
import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, size, hidden, classes):
        super().__init__()
        self.hidden = hidden
        self.lstm = nn.LSTM(size, hidden, num_layers=2, batch_first=True, bidirectional=True)
        self.cell = nn.GRUCell(2 * hidden, hidden)
        self.fc = nn.Linear(hidden, classes)
        self.reset_parameters()

    def reset_parameters(self):
        nn.init.xavier_uniform_(self.lstm.weight_ih_l0)
        nn.init.orthogonal_(self.lstm.weight_hh_l1_reverse)
        nn.init.zeros_(self.lstm.bias_ih_l0)
        nn.init.constant_(self.lstm.bias_hh_l1_reverse, 0.5)
        nn.init.orthogonal_(self.cell.weight_hh)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.fc(self.cell(out[:, -1]))


torch.manual_seed(0)
net = Classifier(4, 6, 3)
x = torch.randn(8, 5, 4)
y = torch.randint(0, 3, (8,))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
criterion = nn.CrossEntropyLoss()
start = net.lstm.bias_hh_l1_reverse.sum().item(), net.lstm.bias_ih_l0.abs().sum().item()
losses = []
for _ in range(3):
    optimizer.zero_grad()
    loss = criterion(net(x), y)
    penalty = 0.01 * net.lstm.weight_hh_l0.pow(2).sum() + 0.01 * (net.cell.weight_ih**2).sum()
    (loss + penalty).backward()
    optimizer.step()
    losses.append((loss.item(), penalty.item()))
