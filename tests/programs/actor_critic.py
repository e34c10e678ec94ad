"""Actor-critic on a corridor: walk right to the end; three episodes of updates."""

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

gamma = 0.99


class Corridor:
    """Positions 0..6; reward 1 at the right end, -0.1 for each step."""

    def reset(self):
        self.position = 3
        return self.observe()

    def observe(self):
        return [float(self.position == i) for i in range(7)]

    def step(self, action):
        self.position += 1 if action == 1 else -1
        done = self.position in (0, 6)
        reward = 1.0 if self.position == 6 else -0.1
        return self.observe(), reward, done


class Policy(nn.Module):
    def __init__(self):
        super(Policy, self).__init__()
        self.affine1 = nn.Linear(7, 16)
        self.action_head = nn.Linear(16, 2)
        self.value_head = nn.Linear(16, 1)

    def forward(self, x):
        x = F.relu(self.affine1(x))
        action_prob = F.softmax(self.action_head(x), dim=-1)
        state_values = self.value_head(x)
        return action_prob, state_values


torch.manual_seed(543)
env = Corridor()
model = Policy()
optimizer = optim.Adam(model.parameters(), lr=3e-2)
actions = [1, 0, 1, 1, 0, 1, 1, 1]  # a fixed behaviour, so that runs are alike

losses = []
for i_episode in range(3):
    state = env.reset()
    states, chosen, rewards = [], [], []
    for t in range(8):
        action = actions[(t + i_episode) % len(actions)]
        states.append(state)
        chosen.append(action)
        state, reward, done = env.step(action)
        rewards.append(reward)
        if done:
            break

    R = 0
    returns = []
    for r in rewards[::-1]:
        R = r + gamma * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    returns = (returns - returns.mean()) / (returns.std() + 1e-6)

    probs, values = model(torch.tensor(states))
    log_prob = torch.log(probs.gather(1, torch.tensor(chosen).unsqueeze(1))).squeeze(1)
    advantage = returns - values.squeeze(1).detach()
    policy_loss = (-log_prob * advantage).sum()
    value_loss = F.smooth_l1_loss(values.squeeze(1), returns, reduction="sum")
    loss = policy_loss + value_loss

    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

with torch.no_grad():
    final_probs, final_value = model(torch.tensor(env.reset()).unsqueeze(0))
