"""Gaussian process regression by Cholesky, hyperparameters by gradient descent."""
import math
import torch


def rbf_kernel(x1, x2, lengthscale, variance):
    sq_dist = (x1[:, None] - x2[None, :]).pow(2)
    return variance * torch.exp(-0.5 * sq_dist / lengthscale ** 2)


class GP:
    def __init__(self, x, y):
        self.x, self.y = x, y
        self.log_lengthscale = torch.tensor(0.0, requires_grad=True)
        self.log_variance = torch.tensor(0.0, requires_grad=True)
        self.log_noise = torch.tensor(-2.0, requires_grad=True)

    def parameters(self):
        return [self.log_lengthscale, self.log_variance, self.log_noise]

    def gram(self):
        K = rbf_kernel(self.x, self.x, self.log_lengthscale.exp(), self.log_variance.exp())
        return K + self.log_noise.exp() * torch.eye(len(self.x))

    def neg_log_likelihood(self):
        L = torch.linalg.cholesky(self.gram())
        alpha = torch.cholesky_solve(self.y.unsqueeze(1), L)
        data_fit = 0.5 * (self.y.unsqueeze(0) @ alpha).squeeze()
        log_det = torch.log(torch.diagonal(L)).sum()
        return data_fit + log_det + 0.5 * len(self.x) * math.log(2 * math.pi)

    def predict(self, x_star):
        with torch.no_grad():
            K = self.gram()
            k_star = rbf_kernel(self.x, x_star, self.log_lengthscale.exp(), self.log_variance.exp())
            mean = k_star.t() @ torch.linalg.solve(K, self.y)
            var = self.log_variance.exp() - (k_star * torch.linalg.solve(K, k_star)).sum(0)
        return mean, var


torch.manual_seed(0)
x = torch.linspace(-2, 2, 10)
y = torch.sin(2 * x) + 0.1 * torch.randn(10)
gp = GP(x, y)
optimizer = torch.optim.Adam(gp.parameters(), lr=0.1)
for i in range(4):
    optimizer.zero_grad()
    loss = gp.neg_log_likelihood()
    loss.backward()
    optimizer.step()
    print(f"{i}: {loss.item():.4f} lengthscale {gp.log_lengthscale.exp().item():.3f}")
mean, var = gp.predict(torch.linspace(-1, 1, 5))
print(mean.shape, (var >= 0).all().item())
