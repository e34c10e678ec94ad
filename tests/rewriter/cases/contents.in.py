import torch

x = torch.zeros(3, 2)
w = torch.randn(3, 2, requires_grad=True)

w.data -= 0.1 * w.grad
w.data = w.data * 0.9
w.grad.data *= 0.5
x //= 2
x[0] //= 2
turned = x.t()
turned[0] = 1
column = x[:, 0]
column += 1
x = x.t()
x[0] = 1
x.T[0] = 1
row = x[0]
row[1] = 5
