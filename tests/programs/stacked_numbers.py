"""REINFORCE with a baseline, whose single numbers are gathered, stacked, and multiplied with vectors."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
policy = nn.Linear(4, 3)
critic = nn.Linear(4, 1)
optimizer = torch.optim.SGD(list(policy.parameters()) + list(critic.parameters()), lr=0.05)
states = torch.randn(6, 4)
rewards = torch.tensor([1.0, 0.0, 2.0, 1.0, -1.0, 0.5])
norms = []
losses = []


def episode():
    """The loss of one walk through all states."""
    log_probs, values = [], []
    for k, state in enumerate(states):
        scores = F.log_softmax(policy(state.unsqueeze(0)), dim=1)
        log_probs.append((scores * F.one_hot(torch.tensor([k % 3]), 3).float()).sum())
        values.append(critic(state.unsqueeze(0)).sum())
    advantage = rewards - torch.stack(values)
    return -(torch.stack(log_probs) * advantage.detach()).mean() + advantage.pow(2).mean()


for step in range(3):
    optimizer.zero_grad()
    loss = episode()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    norms.append(torch.stack([p.norm() for p in policy.parameters()]).max().item())
pair = torch.stack((states.sum(), rewards.mean())) * torch.tensor([1.0, 2.0])
print(losses, norms, pair.shape)
