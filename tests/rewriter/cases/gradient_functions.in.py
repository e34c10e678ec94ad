import torch
from torch import autograd, nn

critic = nn.Sequential(nn.Linear(3, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1))
head = nn.Linear(1, 1)
x = torch.randn(2, 3, requires_grad=True)


def saliency(image: torch.Tensor):
    image.requires_grad_(True)
    score = critic(image).max()
    (gradient,) = torch.autograd.grad(score, image, retain_graph=True)
    score.backward(retain_graph=True)
    score.backward(create_graph=False, retain_graph=False)
    return gradient.abs()


critic.eval()
scores = critic(x)
by_weights = torch.autograd.grad(scores, list(critic.parameters()), torch.ones_like(scores))  # in evaluation mode
