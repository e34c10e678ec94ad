"""Linear regression from scratch: tensors that require gradients, updated by hand."""

import torch


def synthetic_data(w, b, num_examples):
    """Generate y = Xw + b + noise."""
    X = torch.randn(num_examples, 2)
    y = torch.matmul(X, w) + b
    y += 0.01 * torch.randn(num_examples)
    return X, y.reshape((-1, 1))


def linreg(X, w, b):
    return torch.matmul(X, w) + b


def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def sgd(params, lr, batch_size):
    """Minibatch stochastic gradient descent."""
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


torch.manual_seed(0)
true_w = torch.tensor([2.0, -3.4])
true_b = 4.2
features, labels = synthetic_data(true_w, true_b, 60)

w = torch.zeros(2, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)

lr = 0.1
batch_size = 20
losses = []
for i in range(0, 60, batch_size):
    X, y = features[i : i + batch_size], labels[i : i + batch_size]
    l = squared_loss(linreg(X, w, b), y)
    l.sum().backward()
    sgd([w, b], lr, batch_size)
    losses.append(l.mean().item())

with torch.no_grad():
    train_l = squared_loss(linreg(features, w, b), labels)
    print(f"loss {float(train_l.mean()):f}")
error_w = true_w - w.detach().reshape(true_w.shape)
error_b = true_b - b.detach()
