"""Doc."""
import time

import torch
from torchvision import datasets, transforms
import torch.nn as pt_nn

trans = transforms.Compose([transforms.ToTensor(),
                            transforms.Normalize((0.13,), (0.31,))])
pt_train_data = torch.utils.data.DataLoader(datasets.MNIST(
    root='.', train=True, download=True, transform=trans),
    batch_size=128, shuffle=True, num_workers=4)

pt_net = pt_nn.Sequential(
    pt_nn.Linear(28*28, 256),  # hidden
    pt_nn.ReLU(),
    pt_nn.Linear(256, 10))
pt_loss_fn = pt_nn.CrossEntropyLoss()
pt_trainer = torch.optim.SGD(pt_net.parameters(), lr=0.1)

for epoch in range(5):
    total_loss = .0
    tic = time.time()
    for X, y in pt_train_data:
        # clear
        pt_trainer.zero_grad()
        loss = pt_loss_fn(pt_net(X.view(-1, 28*28)), y)
        loss.backward()
        pt_trainer.step()
        total_loss += loss.mean()
    print('epoch %d, avg loss %.4f, time %.2f' % (
        epoch, total_loss/len(pt_train_data), time.time()-tic))
