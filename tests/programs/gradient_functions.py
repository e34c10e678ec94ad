"""Gradients by function: autograd.grad and autograd.backward, gradients of vectors, graphs that are kept."""

import torch
import torch.nn as nn

torch.manual_seed(0)
x = torch.randn(3, 4, requires_grad=True)
w = torch.randn(4, 2, requires_grad=True)
y = (x @ w).tanh()
weights = torch.tensor([[1.0, 0.5], [2.0, 0.1], [0.3, 1.0]])
gx, gw = torch.autograd.grad(y, [x, w], grad_outputs=weights)

# one input: a tuple of one
z = (x * x).sum()
(dz,) = torch.autograd.grad(z, x)
direct = torch.autograd.grad(outputs=(x**3).sum(), inputs=x, create_graph=False)[0]

# the gradient of a vector, and two losses from one graph
v = x.detach().clone().requires_grad_(True)
h = torch.sigmoid(v)
first = (h * 2).sum()
second = (h**2).sum()
first.backward(retain_graph=True)
second.backward()
after_two = v.grad.clone()
u = torch.ones(4, requires_grad=True)
(u * 3).backward(torch.tensor([1.0, 2.0, 3.0, 4.0]))
weighted = u.grad.clone()

p = torch.ones(3, requires_grad=True)
q = torch.ones(3, requires_grad=True)
a = (p * q * 2).sum()
b = p**2
torch.autograd.backward([a, b], [torch.tensor(1.0), torch.tensor([1.0, 10.0, 100.0])])
p_grad, q_grad = p.grad, q.grad

# gradients by function beside those of the optimizer, from one graph
model = nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
target = torch.randn(3, 2)
losses, norms = [], []
for step in range(3):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x.detach()), target)
    grads = torch.autograd.grad(loss, model.parameters(), retain_graph=True)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    norms.append([g.norm().item() for g in grads])
print(norms)
