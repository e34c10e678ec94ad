"""A decoder that writes its steps into an array, and parts of arrays that are changed while gradients are recorded."""

import torch
import torch.nn as nn

torch.manual_seed(0)
source = torch.randn(5, 4, 6)
target = torch.randint(0, 7, (5, 4))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(6, 8)
        self.out = nn.Linear(8, 7)
        self.mix = nn.Linear(7, 7)

    def forward(self, source):
        steps, batch = source.shape[0], source.shape[1]
        hidden = torch.zeros(batch, 8)
        outputs = torch.zeros(steps, batch, 7).to(source.device)
        mask = torch.ones(7)
        mask[0] = 0
        for t in range(1, steps):
            hidden = self.cell(source[t - 1], hidden)
            outputs[t] = self.out(hidden)
        scores = self.mix(outputs) * mask
        scores[:, 0] = 0
        scores[:, 1, 2:4] *= 0.5
        scores[scores < -1.5] = -1.5
        scores.mul_(1.1).add_(outputs)
        scores[..., -1] = outputs[..., 0] * 2
        scores[torch.tensor([0, 2]), torch.tensor([1, 3])] = outputs[1, :2]
        return scores


model = Decoder()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
losses = []
for step in range(4):
    optimizer.zero_grad()
    outputs = model(source)
    loss = criterion(outputs.view(-1, 7), target.view(-1))
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
