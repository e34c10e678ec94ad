import torch
import torch.nn as nn


@torch.jit.script
def gelu(x):
    return x * torch.sigmoid(1.702 * x)


@torch.compile(mode="max-autotune")
def scaled(x):
    return gelu(x) * 2


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(2, 2)

    def forward(self, x):
        return self.out(scaled(x))


device = torch.accelerator.current_accelerator().type if torch.accelerator.is_available() else "cpu"
model = Net().to(device)
model = torch.compile(model)  # faster
traced = torch.jit.trace(model, torch.ones(1, 2))
double = torch.jit.script(lambda x: x * 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
print(traced(torch.ones(1, 2).to(device)))
