import torch

x = torch.arange(24.0).reshape(2, 3, 4)
k = torch.tensor([0, 2])
a = x[0, 1:, [0, 2]]
b = x[1, :, k]
c = x[:, 0, [0, 2]]  # side by side: nothing to do
d = x[0, [0, 2]]
e = x[:, 1, ..., k]
print(a.shape, b.shape, c.shape, d.shape, e.shape)
