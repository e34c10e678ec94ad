"""A graph convolutional network on a small ring of communities."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.parameter import Parameter


class GraphConvolution(nn.Module):
    """A layer as in Kipf and Welling: A (X W) + b."""

    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = Parameter(torch.empty(in_features, out_features))
        self.bias = Parameter(torch.zeros(out_features))
        self.reset_parameters()

    def reset_parameters(self):
        stdv = 1.0 / math.sqrt(self.weight.size(1))
        self.weight.data.uniform_(-stdv, stdv)
        self.bias.data.uniform_(-stdv, stdv)

    def forward(self, input, adj):
        support = torch.mm(input, self.weight)
        output = torch.mm(adj, support)
        return output + self.bias

    def __repr__(self):
        return f"{self.__class__.__name__} ({self.in_features} -> {self.out_features})"


class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass, dropout):
        super().__init__()
        self.gc1 = GraphConvolution(nfeat, nhid)
        self.gc2 = GraphConvolution(nhid, nclass)
        self.dropout = dropout

    def forward(self, x, adj):
        x = F.relu(self.gc1(x, adj))
        x = F.dropout(x, self.dropout, training=self.training)
        x = self.gc2(x, adj)
        return F.log_softmax(x, dim=1)


def normalized_adjacency(edges, n):
    adj = torch.eye(n)
    for a, b in edges:
        adj[a, b] = 1.0
        adj[b, a] = 1.0
    degree = adj.sum(dim=1)
    d_inv_sqrt = degree.pow(-0.5)
    return d_inv_sqrt.unsqueeze(1) * adj * d_inv_sqrt.unsqueeze(0)


torch.manual_seed(42)
n = 12
edges = [(i, (i + 1) % n) for i in range(n)] + [(0, 2), (1, 3), (6, 8), (7, 9)]
adj = normalized_adjacency(edges, n)
features = torch.randn(n, 6)
labels = torch.tensor([0] * 6 + [1] * 6)
idx_train = torch.tensor([0, 2, 4, 6, 8, 10])

model = GCN(nfeat=6, nhid=8, nclass=2, dropout=0.5)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=5e-4)

losses = []
for epoch in range(3):
    model.train()
    optimizer.zero_grad()
    output = model(features, adj)
    loss_train = F.nll_loss(output[idx_train], labels[idx_train])
    loss_train.backward()
    optimizer.step()
    losses.append(loss_train.item())

model.eval()
output = model(features, adj)
preds = output.max(1)[1].type_as(labels)
correct = preds.eq(labels).double().sum().item()
