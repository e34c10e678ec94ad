"""The tutorial's network as a class of its own."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(torch.nn.Module):
    def __init__(self, D_in, D_out):
        super(Net, self).__init__()
        self.hidden = nn.Linear(D_in, 256)  # 256 units
        self.linear = torch.nn.Linear(256, D_out, bias=False)

    def forward(self, x):
        x = F.relu(self.hidden(x.view(-1, 28 * 28)))
        return self.linear(x)


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
net = Net(28 * 28, 10).to(device)
loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def train(model, loader, criterion, opt):
    model.train()
    for i, (X, y) in enumerate(loader):
        X, y = X.to(device), y.to(device)
        opt.zero_grad()
        output = model(X)
        loss = criterion(output, y)
        loss.backward()
        opt.step()
        if i % 100 == 0:
            print(i, loss.item())


@torch.no_grad()
def accuracy(model, loader):
    model.eval()
    correct = 0
    for X, y in loader:
        correct += (model(X.to(device)).argmax(dim=1) == y.to(device)).sum().item()
    return correct


loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True, drop_last=True)
train(net, loader, loss_fn, optimizer)
print(accuracy(net, loader))
