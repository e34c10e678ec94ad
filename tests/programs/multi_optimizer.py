"""Three networks, two optimizers: an encoder and two heads that learn at their own rates."""

import itertools

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)

encoder = nn.Sequential(nn.Linear(10, 16), nn.Tanh())
classifier = nn.Linear(16, 4)
regressor = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 1))

encoder_opt = torch.optim.SGD(encoder.parameters(), lr=0.1)
head_opt = torch.optim.Adam(itertools.chain(classifier.parameters(), regressor.parameters()), lr=0.01)

x = torch.randn(24, 10)
labels = torch.randint(0, 4, (24,))
values = x[:, :3].sum(dim=1, keepdim=True)

class_losses, value_losses = [], []
for step in range(3):
    encoder_opt.zero_grad()
    head_opt.zero_grad()

    code = encoder(x)
    class_loss = F.cross_entropy(classifier(code), labels)
    value_loss = F.mse_loss(regressor(code), values)
    total = class_loss + 0.5 * value_loss
    total.backward()

    encoder_opt.step()
    head_opt.step()
    class_losses.append(class_loss.item())
    value_losses.append(value_loss.item())
