"""A bidirectional classifier and a two-layer tagger over sequences of unequal length, packed."""

import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

torch.manual_seed(0)
sequences = [torch.randint(1, 20, (n,)) for n in (7, 2, 5, 5, 3, 1)]
lengths = torch.tensor([len(s) for s in sequences])
tokens = pad_sequence(sequences, batch_first=True)
labels = torch.tensor([0, 1, 2, 1, 0, 2])


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(20, 6, padding_idx=0)
        self.lstm = nn.LSTM(6, 5, batch_first=True, bidirectional=True)
        self.gru = nn.GRU(10, 4, num_layers=2)
        self.fc = nn.Linear(14, 3)

    def forward(self, tokens, lengths):
        x = self.embedding(tokens)
        packed = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        packed, (h, c) = self.lstm(packed)
        states = torch.cat([h[-2], h[-1]], dim=1)
        packed_output, last = self.gru(packed, torch.zeros(2, x.size(0), 4))
        output, sizes = pad_packed_sequence(packed_output, batch_first=True)
        return self.fc(torch.cat([states + c[0].sum(), last[-1] + output.sum(1)], dim=1))


model = Classifier()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
losses = []
for step in range(4):
    optimizer.zero_grad()
    outputs = model(tokens, lengths)
    loss = criterion(outputs, labels)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
