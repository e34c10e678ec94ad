"""A character-level LSTM: one-step-ahead prediction of a text, then greedy sampling."""

import torch
import torch.nn as nn

text = "the quick brown fox jumps over the lazy dog and then the dog sleeps " * 2
chars = sorted(set(text))
stoi = {ch: i for i, ch in enumerate(chars)}
itos = {i: ch for ch, i in stoi.items()}
seq_len, batch_size, hidden_size = 16, 4, 24


class CharRNN(nn.Module):
    def __init__(self, vocab_size, embed_size, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.embedding = nn.Embedding(vocab_size, embed_size)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers=1, batch_first=True)
        self.fc = nn.Linear(hidden_size, vocab_size)

    def forward(self, x, state):
        out, state = self.lstm(self.embedding(x), state)
        return self.fc(out), state

    def init_state(self, batch_size):
        return (torch.zeros(1, batch_size, self.hidden_size), torch.zeros(1, batch_size, self.hidden_size))


torch.manual_seed(0)
ids = torch.tensor([stoi[ch] for ch in text])
model = CharRNN(len(chars), 12, hidden_size)
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

losses = []
state = model.init_state(batch_size)
for step in range(3):
    starts = [step * 8 + 5 * b for b in range(batch_size)]
    x = torch.stack([ids[s : s + seq_len] for s in starts])
    y = torch.stack([ids[s + 1 : s + seq_len + 1] for s in starts])
    h, c = state
    state = (h.detach(), c.detach())  # truncated backpropagation through time
    logits, state = model(x, state)
    loss = loss_fn(logits.reshape(-1, len(chars)), y.reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    optimizer.step()
    losses.append(loss.item())

model.eval()
generated = "t"
state = model.init_state(1)
with torch.no_grad():
    current = torch.tensor([[stoi["t"]]])
    for _ in range(10):
        logits, state = model(current, state)
        index = logits[0, -1].argmax().item()
        generated += itos[index]
        current = torch.tensor([[index]])
final_logits = logits[0, -1]
print(generated)
