import torch


class Clip(torch.autograd.Function):
    """Clips; the gradient goes through."""

    @staticmethod
    def forward(ctx, x, limit):
        ctx.save_for_backward(x)
        ctx.limit = limit
        return x.clamp(-limit, limit)

    @staticmethod
    def backward(ctx, grad_output):
        x, = ctx.saved_tensors
        return grad_output * x.abs().exp(), None


class Hidden(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, grad):
        return grad


x = torch.ones(3, requires_grad=True)
y = Clip.apply(x, 0.5).sum()
y.backward()


clip = Clip.apply


def quantised(x):
    return clip(x, 0.1) * 2
