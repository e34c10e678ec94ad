import torch
from torch import nn

policy = nn.Linear(4, 2)
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)
saved = []


def act(state: torch.Tensor):
    saved.append(policy(state).log_softmax(dim=-1)[0])


def finish():
    optimizer.zero_grad()
    loss = torch.stack(saved).sum()
    loss.backward()
    optimizer.step()


def evaluate(state: torch.Tensor):
    return policy(state).argmax(dim=-1)
