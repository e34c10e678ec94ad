import torch
from torch.utils.data import DataLoader, Dataset, random_split


class Tokens(Dataset):
    def __init__(self, n):
        self.ids = torch.arange(n * 3).view(n, 3)

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, index):
        item = {"ids": self.ids[index], "name": str(index)}
        item["label"] = index % 2
        return item


train_set, valid_set = random_split(Tokens(8), [6, 2])
train_loader = DataLoader(train_set, batch_size=4, shuffle=True, drop_last=True, pin_memory=True)
valid_loader = DataLoader(valid_set, 4, collate_fn=lambda items: items)
seeded_loader = DataLoader(valid_set, 4, worker_init_fn=print)
