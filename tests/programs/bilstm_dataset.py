"""Sentiment-like BiLSTM with padded variable-length sequences and a collate_fn."""
import random
from collections import Counter

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset, DataLoader

PAD, UNK = 0, 1


def build_vocab(sentences):
    counter = Counter(w for s in sentences for w in s.split())
    vocab = {"<pad>": PAD, "<unk>": UNK}
    for w, _ in counter.most_common():
        vocab[w] = len(vocab)
    return vocab


sentences = [
    "good movie great plot", "bad acting", "great great great", "awful boring slow bad",
    "nice film", "terrible awful", "good good fun", "slow and bad",
]
labels = [1, 0, 1, 0, 1, 0, 1, 0]
vocab = build_vocab(sentences)


class TextDataset(Dataset):
    def __init__(self, sentences, labels, vocab):
        self.data = [torch.tensor([vocab.get(w, UNK) for w in s.split()], dtype=torch.long) for s in sentences]
        self.labels = labels

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return self.data[i], self.labels[i]


def collate(batch):
    seqs, ys = zip(*batch)
    lengths = torch.tensor([len(s) for s in seqs])
    padded = pad_sequence(seqs, batch_first=True, padding_value=PAD)
    return padded, lengths, torch.tensor(ys, dtype=torch.float32)


class BiLSTM(nn.Module):
    def __init__(self, vocab_size, emb_dim, hidden_dim):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, emb_dim, padding_idx=PAD)
        self.lstm = nn.LSTM(emb_dim, hidden_dim, num_layers=1, bidirectional=True, batch_first=True)
        self.dropout = nn.Dropout(0.0)
        self.out = nn.Linear(hidden_dim * 2, 1)

    def forward(self, x, lengths):
        mask = (x != PAD).unsqueeze(-1).float()
        h, (hn, cn) = self.lstm(self.embedding(x))
        pooled = (h * mask).sum(dim=1) / lengths.unsqueeze(1).float()
        last = torch.cat([hn[-2], hn[-1]], dim=1)
        return self.out(self.dropout(pooled + last)).squeeze(1)


torch.manual_seed(1)
random.seed(1)
loader = DataLoader(TextDataset(sentences, labels, vocab), batch_size=4, shuffle=True, collate_fn=collate)
model = BiLSTM(len(vocab), 8, 12)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss_fn = nn.BCEWithLogitsLoss()

for epoch in range(2):
    epoch_loss, epoch_acc = 0, 0
    for x, lengths, y in loader:
        optimizer.zero_grad()
        logit = model(x, lengths)
        loss = loss_fn(logit, y)
        loss.backward()
        optimizer.step()
        pred = torch.round(torch.sigmoid(logit))
        epoch_acc += (pred == y).float().mean().item()
        epoch_loss += loss.item()
    print(f"{epoch}: loss={epoch_loss / len(loader):.3f} acc={epoch_acc / len(loader):.3f}")
