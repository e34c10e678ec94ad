"""DQN with a replay buffer and a target network on a toy chain environment."""
import random
from collections import deque, namedtuple

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim

Transition = namedtuple("Transition", ("state", "action", "reward", "next_state", "done"))


class ChainEnv:
    """Walk right to be rewarded."""

    def __init__(self, n=6):
        self.n = n
        self.pos = 0

    def reset(self):
        self.pos = 0
        return self._obs()

    def _obs(self):
        obs = np.zeros(self.n, dtype=np.float32)
        obs[self.pos] = 1.0
        return obs

    def step(self, action):
        self.pos = min(self.n - 1, self.pos + 1) if action == 1 else max(0, self.pos - 1)
        done = self.pos == self.n - 1
        return self._obs(), float(done), done


class ReplayBuffer:
    def __init__(self, capacity):
        self.memory = deque(maxlen=capacity)

    def push(self, *args):
        self.memory.append(Transition(*args))

    def sample(self, batch_size):
        return random.sample(self.memory, batch_size)

    def __len__(self):
        return len(self.memory)


class QNet(nn.Module):
    def __init__(self, n_obs, n_actions):
        super().__init__()
        self.layer1 = nn.Linear(n_obs, 16)
        self.layer2 = nn.Linear(16, 16)
        self.layer3 = nn.Linear(16, n_actions)

    def forward(self, x):
        x = F.relu(self.layer1(x))
        x = F.relu(self.layer2(x))
        return self.layer3(x)


GAMMA = 0.95
TAU = 0.05
BATCH = 8
random.seed(0)
torch.manual_seed(0)
env = ChainEnv()
policy_net = QNet(6, 2)
target_net = QNet(6, 2)
target_net.load_state_dict(policy_net.state_dict())
optimizer = optim.AdamW(policy_net.parameters(), lr=1e-3, amsgrad=False)
memory = ReplayBuffer(100)


def select_action(state, eps):
    if random.random() > eps:
        with torch.no_grad():
            return policy_net(torch.from_numpy(state).unsqueeze(0)).max(1)[1].item()
    return random.randrange(2)


def optimize_model():
    if len(memory) < BATCH:
        return None
    transitions = memory.sample(BATCH)
    batch = Transition(*zip(*transitions))
    states = torch.from_numpy(np.stack(batch.state))
    actions = torch.tensor(batch.action, dtype=torch.int64).view(-1, 1)
    rewards = torch.tensor(batch.reward, dtype=torch.float32)
    next_states = torch.from_numpy(np.stack(batch.next_state))
    dones = torch.tensor(batch.done, dtype=torch.float32)

    q = policy_net(states).gather(1, actions).squeeze(1)
    with torch.no_grad():
        next_q = target_net(next_states).max(1)[0]
    target = rewards + GAMMA * next_q * (1 - dones)
    loss = F.smooth_l1_loss(q, target)

    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_value_(policy_net.parameters(), 100)
    optimizer.step()
    return loss.item()


history = []
state = env.reset()
for t in range(14):
    action = select_action(state, eps=0.5)
    next_state, reward, done = env.step(action)
    memory.push(state, action, reward, next_state, done)
    state = env.reset() if done else next_state
    loss = optimize_model()
    if loss is not None:
        history.append(loss)
    # soft update of the target network
    for target_param, param in zip(target_net.parameters(), policy_net.parameters()):
        target_param.data.copy_(TAU * param.data + (1.0 - TAU) * target_param.data)
print(history)
