import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Encoder(nn.Module):
    def __init__(self, packs):
        super().__init__()
        self.rnn = nn.GRU(4, 4)
        self.packs = packs

    def forward(self, x, lengths=None, h=None):
        if self.packs:
            x = pack_padded_sequence(x, lengths)
        x, h = self.rnn(x, h)
        if self.packs:
            x, _ = pad_packed_sequence(x)
        return x, h


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(4, 4)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
        return self.rnn(input=packed)[1]
