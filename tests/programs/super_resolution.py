"""Super-resolution with a sub-pixel convolution (pixel shuffle)."""

import math

import torch
import torch.nn as nn
import torch.nn.init as init
import torch.optim as optim


class Net(nn.Module):
    def __init__(self, upscale_factor):
        super(Net, self).__init__()

        self.relu = nn.ReLU()
        self.conv1 = nn.Conv2d(1, 16, (5, 5), (1, 1), (2, 2))
        self.conv2 = nn.Conv2d(16, 16, (3, 3), (1, 1), (1, 1))
        self.conv3 = nn.Conv2d(16, upscale_factor**2, (3, 3), (1, 1), (1, 1))
        self.pixel_shuffle = nn.PixelShuffle(upscale_factor)

        self._initialize_weights()

    def forward(self, x):
        x = self.relu(self.conv1(x))
        x = self.relu(self.conv2(x))
        x = self.pixel_shuffle(self.conv3(x))
        return x

    def _initialize_weights(self):
        init.orthogonal_(self.conv1.weight, init.calculate_gain("relu"))
        init.orthogonal_(self.conv2.weight, init.calculate_gain("relu"))
        init.orthogonal_(self.conv3.weight)


torch.manual_seed(123)
low = torch.rand(4, 1, 8, 8)
high = nn.functional.interpolate(low, scale_factor=3, mode="nearest")

model = Net(upscale_factor=3)
criterion = nn.MSELoss()
optimizer = optim.Adam(model.parameters(), lr=0.001)

epoch_losses = []
for epoch in range(1, 4):
    optimizer.zero_grad()
    loss = criterion(model(low), high)
    epoch_losses.append(loss.item())
    loss.backward()
    optimizer.step()
    print("===> Epoch {} Complete: Loss: {:.4f}".format(epoch, loss.item()))

with torch.no_grad():
    prediction = model(low)
    mse = criterion(prediction, high)
    psnr = 10 * math.log10(1 / mse.item())
