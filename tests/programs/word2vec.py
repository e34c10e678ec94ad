"""Skip-gram with negative sampling over a tiny corpus."""

import random

import torch
import torch.nn as nn
import torch.nn.functional as F

corpus = """we are what we repeatedly do excellence then is not an act but a habit
the habit of doing a thing makes the thing easy and what is easy we do""".split()
vocab = sorted(set(corpus))
word2idx = {w: i for i, w in enumerate(vocab)}
window, num_negatives, dim = 2, 3, 10

pairs = []
for i, word in enumerate(corpus):
    for j in range(max(0, i - window), min(len(corpus), i + window + 1)):
        if i != j:
            pairs.append((word2idx[word], word2idx[corpus[j]]))


class SkipGram(nn.Module):
    def __init__(self, vocab_size, embedding_dim):
        super().__init__()
        self.in_embed = nn.Embedding(vocab_size, embedding_dim)
        self.out_embed = nn.Embedding(vocab_size, embedding_dim)
        self.in_embed.weight.data.uniform_(-0.5 / embedding_dim, 0.5 / embedding_dim)

    def forward(self, center, context, negatives):
        v = self.in_embed(center)  # (B, D)
        u = self.out_embed(context)  # (B, D)
        n = self.out_embed(negatives)  # (B, K, D)
        positive = F.logsigmoid(torch.sum(u * v, dim=1))
        negative = F.logsigmoid(-torch.bmm(n, v.unsqueeze(2)).squeeze(2)).sum(dim=1)
        return -(positive + negative).mean()


random.seed(0)
torch.manual_seed(0)
model = SkipGram(len(vocab), dim)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)

losses = []
for step in range(3):
    batch = random.sample(pairs, 16)
    center = torch.tensor([c for c, _ in batch])
    context = torch.tensor([o for _, o in batch])
    negatives = torch.randint(0, len(vocab), (16, num_negatives))
    loss = model(center, context, negatives)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())

embeddings = model.in_embed.weight.detach()
query = embeddings[word2idx["habit"]]
similarity = F.cosine_similarity(query.unsqueeze(0), embeddings, dim=1)
