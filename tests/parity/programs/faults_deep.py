import torch
from torch import nn
from torch.nn import functional


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 8)
        self.mix = nn.Linear(8, 8)
        self.norm = nn.BatchNorm1d(8)
        self.head = nn.Sequential(
            nn.Linear(8, 16),
            nn.GELU(),
            nn.Linear(16, 4),
            nn.LogSoftmax(dim=-1),
        )

    def forward(self, words):
        h = self.embed(words).mean(dim=1)
        h = self.mix(h)
        h = self.norm(h)
        h = h + torch.tanh(h)
        return self.head(functional.elu(h, alpha=0.7))


words = torch.randint(0, 10, (12, 5))
labels = torch.randint(0, 4, (12,))
weights = torch.rand(4) + 0.5
model = Encoder()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, betas=(0.8, 0.95), weight_decay=0.01)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
for _ in range(5):
    optimizer.zero_grad()
    scores = model(words)
    loss = functional.nll_loss(scores, labels, weight=weights)
    loss.backward()
    optimizer.step()
    scheduler.step()

model.eval()
with torch.no_grad():
    scores = model(words)
    best, places = torch.topk(scores, 2, dim=1)
    spread = torch.var(best, dim=0)
    right = (scores.argmax(dim=1) == labels).float().mean()
    ranks = torch.cumsum(best, dim=1)
print(loss.item(), right.item())
