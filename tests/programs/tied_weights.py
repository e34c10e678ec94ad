"""A language model whose output layer has the weight of the embedding."""

import torch
import torch.nn as nn


class Model(nn.Module):
    def __init__(self, words, width):
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        self.encoder = nn.ModuleDict({"hidden": nn.Linear(width, width), "norm": nn.LayerNorm(width)})
        self.head = nn.Linear(width, words, bias=False)
        self.head.weight = self.embedding.weight  # weight tying

    def forward(self, x):
        x = torch.tanh(self.encoder["hidden"](self.embedding(x)))
        return self.head(self.encoder["norm"](x))


torch.manual_seed(0)
model = Model(11, 8)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
criterion = nn.CrossEntropyLoss()
x = torch.randint(0, 11, (4, 6))
y = torch.randint(0, 11, (4, 6))
count = sum(p.numel() for p in model.parameters())
losses = []
for _ in range(3):
    logits = model(x)
    loss = criterion(logits.view(-1, 11), y.view(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
assert model.head.weight is model.embedding.weight
