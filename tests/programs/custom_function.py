"""A custom autograd function: the straight-through estimator of a sign, and a cubic with its own derivative."""

import torch
from torch import nn


class SignSTE(torch.autograd.Function):
    """Binarises; lets the gradient through where the input is small."""

    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return torch.sign(input)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        return grad_output * (input.abs() <= 1).float()


class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return 0.5 * (5 * input**3 - 3 * input)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * input**2 - 1)


class BinaryNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(6, 16)
        self.fc2 = nn.Linear(16, 1)

    def forward(self, x):
        x = SignSTE.apply(self.fc1(x))
        return self.fc2(x) + LegendrePolynomial3.apply(x).mean(dim=1, keepdim=True)


torch.manual_seed(0)
x = torch.randn(20, 6)
y = (x.sum(dim=1, keepdim=True) > 0).float()

model = BinaryNet()
loss_fn = nn.BCEWithLogitsLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
losses = []
for t in range(3):
    loss = loss_fn(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
