"""An agent that keeps what its network gave, and learns from it at the end of an episode."""

import torch
from torch import nn


class ActorCritic(nn.Module):
    def __init__(self, n_in, n_actions):
        super().__init__()
        self.actor = nn.Sequential(nn.Linear(n_in, 16), nn.Tanh(), nn.Linear(16, n_actions), nn.Softmax(dim=-1))
        self.critic = nn.Sequential(nn.Linear(n_in, 16), nn.Tanh(), nn.Linear(16, 1))

    def forward(self):
        raise NotImplementedError

    def evaluate(self, state):
        return torch.log(self.actor(state)), self.critic(state)


class Agent:
    def __init__(self):
        self.net = ActorCritic(4, 2)
        self.optimizer = torch.optim.Adam(self.net.parameters(), lr=0.01)
        self.log_probs = []
        self.values = []

    def act(self, state, k):
        log_probs, value = self.net.evaluate(state)
        self.log_probs.append(log_probs[k % 2])
        self.values.append(value)
        return k % 2

    def update(self, rewards):
        returns = torch.tensor(rewards)
        log_probs = torch.stack(self.log_probs).view(-1)
        values = torch.cat(self.values)
        advantage = returns - values
        actor_loss = (-log_probs * advantage.detach()).mean()
        critic_loss = advantage.pow(2).mean()
        loss = actor_loss + 0.5 * critic_loss
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 0.5)
        self.optimizer.step()
        self.log_probs, self.values = [], []
        return loss.item()


torch.manual_seed(1)
agent = Agent()
for episode in range(4):
    state = torch.randn(4)
    rewards = []
    for t in range(5):
        action = agent.act(state, t)
        state = state * 0.9 + 0.1 * action
        rewards.append(float(t % 3))
    print(agent.update(rewards))
