"""Losses that are gathered in lists while a network runs, and added up at the end."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import Categorical

torch.manual_seed(0)


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 16)
        self.fc2 = nn.Linear(16, 2)

    def forward(self, x):
        return F.softmax(self.fc2(F.relu(self.fc1(x))), dim=1)

    def act(self, state, k):
        probs = self.forward(state.unsqueeze(0))
        m = Categorical(probs)
        action = torch.tensor([k % 2])
        return action.item(), m.log_prob(action)


policy = Policy()
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)


def reinforce(n):
    for e in range(n):
        saved_log_probs = []
        rewards = []
        state = torch.randn(4)
        for t in range(5):
            action, log_prob = policy.act(state, t)
            saved_log_probs.append(log_prob)
            state = state + 0.1 * action
            rewards.append(float(t % 3))
        R = sum([0.9 ** i * r for i, r in enumerate(rewards)])
        policy_loss = []
        for log_prob in saved_log_probs:
            policy_loss.append(-log_prob * R)
        policy_loss = torch.cat(policy_loss).sum()

        optimizer.zero_grad()
        policy_loss.backward()
        optimizer.step()
        print(policy_loss.item())


reinforce(3)


def unroll(net, head, opt):
    for i in range(3):
        h = torch.zeros(2, 4)
        xs = torch.randn(5, 2, 4)
        losses = []
        for x in xs:
            h = torch.tanh(net(torch.cat([x, h], dim=1)))
            losses.append(F.cross_entropy(head(h), torch.tensor([0, 1])))
        loss = sum(losses) / len(losses)
        opt.zero_grad()
        loss.backward()
        opt.step()
        print(loss.item())
    return h.detach()


net = nn.Linear(8, 4)
head = nn.Linear(4, 2)
opt = torch.optim.SGD(list(net.parameters()) + list(head.parameters()), lr=0.1)
last = unroll(net, head, opt)
