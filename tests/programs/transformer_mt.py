"""Encoder-decoder transformer with nn.Transformer parts written by hand; Noam schedule via LambdaLR."""

import copy
import math
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.lr_scheduler import LambdaLR


def clones(module, N):
    "Produce N identical layers."
    return nn.ModuleList([copy.deepcopy(module) for _ in range(N)])


def subsequent_mask(size):
    "Mask out subsequent positions."
    attn_shape = (1, size, size)
    mask = torch.triu(torch.ones(attn_shape), diagonal=1).type(torch.uint8)
    return mask == 0


class LayerNorm(nn.Module):
    def __init__(self, features, eps=1e-6):
        super(LayerNorm, self).__init__()
        self.a_2 = nn.Parameter(torch.ones(features))
        self.b_2 = nn.Parameter(torch.zeros(features))
        self.eps = eps

    def forward(self, x):
        mean = x.mean(-1, keepdim=True)
        std = x.std(-1, keepdim=True)
        return self.a_2 * (x - mean) / (std + self.eps) + self.b_2


class Attention(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.h, self.dk = h, d // h
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))

    def forward(self, q, kv, mask):
        B, Tq, d = q.shape
        Tk = kv.shape[1]
        Q = self.q(q).view(B, Tq, self.h, self.dk).transpose(1, 2)
        K = self.k(kv).view(B, Tk, self.h, self.dk).transpose(1, 2)
        V = self.v(kv).view(B, Tk, self.h, self.dk).transpose(1, 2)
        scores = Q @ K.transpose(-2, -1) / math.sqrt(self.dk)
        if mask is not None:
            scores = scores.masked_fill(mask.unsqueeze(1) == 0, -1e9)
        return self.o((scores.softmax(-1) @ V).transpose(1, 2).reshape(B, Tq, d))


class DecoderLayer(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.self_attn = Attention(d, h)
        self.src_attn = Attention(d, h)
        self.ff = nn.Sequential(nn.Linear(d, 2 * d), nn.ReLU(), nn.Linear(2 * d, d))
        self.norms = nn.ModuleList([LayerNorm(d) for _ in range(3)])

    def forward(self, x, memory, mask):
        y = self.norms[0](x)
        x = x + self.self_attn(y, y, mask)
        x = x + self.src_attn(self.norms[1](x), memory, None)
        return x + self.ff(self.norms[2](x))


class Model(nn.Module):
    def __init__(self, vocab, d=16, h=2, n=2):
        super().__init__()
        self.src_embed = nn.Embedding(vocab, d)
        self.tgt_embed = nn.Embedding(vocab, d)
        self.layers = nn.ModuleList([DecoderLayer(d, h) for _ in range(n)])
        self.norm = LayerNorm(d)
        self.generator = nn.Linear(d, vocab)
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.xavier_uniform_(p)

    def forward(self, src, tgt):
        memory = self.src_embed(src)
        x = self.tgt_embed(tgt)
        mask = subsequent_mask(tgt.size(-1))
        for layer in self.layers:
            x = layer(x, memory, mask)
        return F.log_softmax(self.generator(self.norm(x)), dim=-1)


def rate(step, model_size, factor, warmup):
    if step == 0:
        step = 1
    return factor * (model_size ** (-0.5) * min(step ** (-0.5), step * warmup ** (-1.5)))


torch.manual_seed(0)
V = 11
model = Model(V)
optimizer = torch.optim.Adam(model.parameters(), lr=0.5, betas=(0.9, 0.98), eps=1e-9)
lr_scheduler = LambdaLR(optimizer=optimizer, lr_lambda=lambda step: rate(step, 16, factor=1.0, warmup=10))
data = torch.randint(1, V, size=(8, 7))
data[:, 0] = 1
src, tgt, tgt_y = data, data[:, :-1], data[:, 1:]
for step in range(4):
    out = model(src, tgt)
    loss = F.nll_loss(out.contiguous().view(-1, V), tgt_y.contiguous().view(-1))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    lr_scheduler.step()
    print("Step: %d | Loss: %.3f | LR: %.2e" % (step, loss.item(), optimizer.param_groups[0]["lr"]))


def greedy_decode(model, src, max_len, start_symbol):
    ys = torch.zeros(1, 1).fill_(start_symbol).type_as(src.data)
    for i in range(max_len - 1):
        out = model(src, ys)
        _, next_word = torch.max(out[:, -1], dim=1)
        next_word = next_word.data[0]
        ys = torch.cat([ys, torch.zeros(1, 1).type_as(src.data).fill_(next_word)], dim=1)
    return ys


model.eval()
decoded = greedy_decode(model, data[:1], 5, 1)
print(decoded)
