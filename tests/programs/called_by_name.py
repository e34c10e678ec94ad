"""A text classifier whose parts are called with arguments by name, trained by a class on dictionaries."""

from dataclasses import dataclass
from typing import Dict, Optional

import numpy as np
import torch
from torch import nn
from torch.cuda.amp import GradScaler, autocast
from torch.optim.lr_scheduler import LambdaLR
from torch.utils.data import DataLoader, Dataset


@dataclass
class Config:
    vocab_size: int = 20
    hidden: int = 8
    initializer_range: float = 0.2
    accumulate: int = 2
    use_amp: bool = torch.cuda.is_available()


class Texts(Dataset):
    def __init__(self, ids, labels, max_length=6):
        self.ids, self.labels, self.max_length = ids, labels, max_length

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, idx) -> Dict[str, torch.Tensor]:
        ids = self.ids[idx][: self.max_length]
        padding = [0] * (self.max_length - len(ids))
        item = {'input_ids': torch.tensor(ids + padding), 'mask': torch.tensor([1] * len(ids) + padding)}
        item['labels'] = torch.tensor(self.labels[idx], dtype=torch.float)
        return item


class Classifier(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.embed = nn.Embedding(config.vocab_size, config.hidden)
        self.attention = nn.MultiheadAttention(config.hidden, 2, batch_first=True)
        self.head = nn.Linear(config.hidden, 1)
        self.loss = nn.BCEWithLogitsLoss()
        self.apply(self._init_weights)

    def _init_weights(self, module):
        if isinstance(module, (nn.Linear, nn.Embedding)):
            module.weight.data.normal_(mean=0.0, std=self.config.initializer_range)
        if isinstance(module, nn.Linear) and module.bias is not None:
            module.bias.data.zero_()

    def forward(self, input_ids, mask=None, labels: Optional[torch.Tensor] = None):
        x = self.embed(input_ids)
        x, _ = self.attention(x, x, x, key_padding_mask=(mask == 0), need_weights=False)
        kept = mask.unsqueeze(-1).float()
        logits = self.head((x * kept).sum(1) / kept.sum(1)).squeeze(-1)
        return self.loss(logits, labels), logits


def linear_schedule(optimizer, warmup_steps, training_steps, last_epoch=-1):
    def lr_lambda(current_step):
        if current_step < warmup_steps:
            return float(current_step + 1) / float(max(1, warmup_steps))
        return max(0.0, float(training_steps - current_step) / float(max(1, training_steps - warmup_steps)))

    return LambdaLR(optimizer, lr_lambda, last_epoch)


def train_epoch(model, loader, optimizer, scheduler, scaler, config):
    model.train()
    losses = []
    for step, batch in enumerate(loader):
        with autocast(enabled=config.use_amp):
            loss, _ = model(**batch)
        if config.accumulate > 1:
            loss = loss / config.accumulate
        scaler.scale(loss).backward()
        losses.append(loss.item())
        if (step + 1) % config.accumulate == 0:
            scaler.unscale_(optimizer)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad()
            scheduler.step()
    return losses


torch.manual_seed(0)
rng = np.random.RandomState(0)
ids = [rng.randint(1, 20, size=rng.randint(2, 7)).tolist() for _ in range(16)]
labels = np.array([float(len(row) > 4) for row in ids], dtype=np.float32)
config = Config()
model = Classifier(config)
loader = DataLoader(Texts(ids, labels), batch_size=4, shuffle=True)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.02, weight_decay=0.01)
scheduler = linear_schedule(optimizer, 1, 4)
scaler = GradScaler(enabled=config.use_amp)
history = []
for epoch in range(2):
    history += train_epoch(model, loader, optimizer, scheduler, scaler, config)
    print(epoch, history[-1])

model.eval()
with torch.no_grad():
    batch = next(iter(loader))
    loss, logits = model(input_ids=batch['input_ids'], labels=batch['labels'], mask=batch['mask'])
accuracy = ((logits > 0).float() == batch['labels']).float().mean().item()
print(loss.item(), accuracy)
