"""Gradients add up over parts that reach different layers; what a later part does not reach keeps its gradient."""
import torch
from torch import nn

torch.manual_seed(2)


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(6, 3)
        self.decoder = nn.Linear(3, 6)

    def forward(self, x):
        return self.decoder(torch.tanh(self.encoder(x)))


model = Autoencoder()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
x = torch.randn(8, 6)
code = torch.randn(8, 3)
mse = nn.MSELoss()
for step in range(6):
    if step % 3 == 0:
        loss = mse(model(x), x)
    else:
        loss = mse(model.encoder(x), code)
    loss.backward()
    optimizer.step()
    if step % 3 == 1:
        optimizer.zero_grad()
    print(loss.item())
