"""A bidirectional LSTM that classifies sequences of token numbers."""

import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, Dataset


class TokenDataset(Dataset):
    def __init__(self, tokens, labels):
        self.tokens = tokens
        self.labels = labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        return self.tokens[idx], self.labels[idx]


class BiLSTM(nn.Module):
    def __init__(self, vocab_size, embedding_dim, hidden_dim, output_dim, n_layers=2):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_dim)
        self.rnn = nn.LSTM(embedding_dim, hidden_dim, num_layers=n_layers, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(hidden_dim * 2, output_dim)

    def forward(self, text):
        embedded = self.embedding(text)
        output, (hidden, cell) = self.rnn(embedded)
        # the last layer's states of both directions
        hidden = torch.cat((hidden[-2, :, :], hidden[-1, :, :]), dim=1)
        return self.fc(hidden)


torch.manual_seed(0)
tokens = torch.randint(0, 30, (24, 9))
labels = (tokens.sum(dim=1) % 3 == 0).long()
train_set = TokenDataset(tokens, labels)
loader = DataLoader(train_set, batch_size=8, shuffle=False)

model = BiLSTM(30, 10, 12, 2)
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=1e-3)

losses = []
epoch_loss = 0.0
for batch, target in loader:
    optimizer.zero_grad()
    predictions = model(batch)
    loss = criterion(predictions, target)
    loss.backward()
    optimizer.step()
    epoch_loss += loss.item()
    losses.append(loss.item())
epoch_loss /= len(loader)

model.eval()
with torch.no_grad():
    scores = model(tokens)
