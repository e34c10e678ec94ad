import torch
n = 3
k = 1
a = torch.tril(
    torch.ones(
        n,
        n,
        dtype=torch.bool,
    ),
    diagonal=k,
)
x = torch.ones(2)
y = torch.ones(2)
s = torch.sub(
    x,
    y,
).sum()
t = torch.true_divide(
    x,
    y,
) * 2
u = torch.square(
    x,
) + 1
v = torch.addcmul(
    x,
    y,
    y,
) + 1
