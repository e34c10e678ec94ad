import torch

a = torch.full((), 0.5, requires_grad=True)
w = torch.normal(0, 0.01, size=(2, 1), requires_grad=True)
z = torch.zeros_like(w, requires_grad=True)
e = torch.eye(
    3,  # three
    requires_grad=True,
)
loss = (w * a).sum()
loss.backward()
with torch.no_grad():
    w -= 0.1 * w.grad
    w.grad = None
    a.grad = None


def init(n, k):
    return torch.FloatTensor(n, k), w.new(n, k).zero_()


def h(n):
    weight = torch.ones(3)
    return (weight.new(n, 3).zero_().cuda(), weight.new(3, n).fill_(0.5))


mask = torch.tensor([True, False])
values = torch.zeros(2)
values[mask] = torch.relu(torch.ones(1)) * 2
values[mask] = torch.ones(1).max(0).values
