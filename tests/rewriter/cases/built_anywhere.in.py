import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        return self.fc(x)


class Agent:
    def __init__(self, device):
        self.device = device
        self.net = Net().to(device)
        self.target = Net()
        self.head = nn.Linear(2, 1)
        self.models = [Net() for _ in range(3)]
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.1)


class Trainer:
    def __init__(self, model, device: torch.device):
        self.model = model.to(device)


def build(device):
    net = nn.Sequential(nn.Linear(2, 3), Net())
    return net.to(device)


def make():
    return Net()


device = torch.device("cpu")
agent = Agent(device)
trainer = Trainer(Net(), device)
third = build(device)
fourth = make()
nets = {"a": Net(), "b": nn.Linear(2, 2)}
pair = Net(), Net()
name = "cuda" if torch.cuda.is_available() else "cpu"
fifth = Net()
fifth = fifth.to(name)
x = torch.ones(2, 3)
print(fifth(x), agent.net(x), agent.target(x), fourth(x), trainer.model(x), nets["a"](x), pair[0](x), agent.models[0](x))
