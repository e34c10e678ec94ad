import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 4)
        self.seq = nn.Sequential(nn.Linear(4, 4), nn.ReLU())
        self.heads = nn.ModuleList([nn.Linear(4, 2) for _ in range(2)])

    def forward(self, x):
        x = self.fc(input=x)
        x = self.seq(input=F.relu(x))
        return [head(input=x) for head in self.heads]


criterion = nn.CrossEntropyLoss()
ranking = nn.MarginRankingLoss()
attention = nn.MultiheadAttention(4, 2)
x = torch.ones(2, 3)
net = Net()
one, two = net(x)
loss = criterion(input=one, target=torch.zeros(2, dtype=torch.long))  # both by name
loss = criterion(
    target=torch.zeros(2, dtype=torch.long),
    input=one,
)
loss = ranking(one.sum(1), target=torch.ones(2), input2=two.sum(1))
out, weights = attention(query=one, key=one, value=one, need_weights=False)
drop = nn.Dropout()
print(drop(input=x))
