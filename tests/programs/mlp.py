"""A multi-layer perceptron that learns to tell two noisy half rings apart."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class MLP(nn.Module):
    def __init__(self, in_features: int, hidden: int, classes: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(in_features, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.fc1(x))
        x = torch.tanh(self.fc2(x))
        return self.out(x)


torch.manual_seed(0)

# two classes on half rings
angle = torch.rand(96) * 3.14159
label = torch.randint(0, 2, (96,))
sign = 1.0 - 2.0 * label.float()
points = torch.stack([torch.cos(angle) * sign + 0.5 * label.float(), torch.sin(angle) * sign], dim=1)
points = points + 0.05 * torch.randn(96, 2)

model = MLP(2, 32, 2)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)

losses = []
model.train()
for step in range(3):
    optimizer.zero_grad()
    logits = model(points)
    loss = criterion(logits, label)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    print(f"step {step}: loss {loss.item():.4f}")

model.eval()
with torch.no_grad():
    probabilities = F.softmax(model(points), dim=-1)
    predicted = probabilities.argmax(dim=1)
    accuracy = (predicted == label).float().mean().item()
print("accuracy", accuracy)
