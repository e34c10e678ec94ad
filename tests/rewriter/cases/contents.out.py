import mxnet as mx


def floor_divide(input, other):
    """Return the quotient rounded down, in the type of `input` for integers; the gradient is zero."""
    return mx.nd.floor((input - input % other) / other + 0.5)


def require_grad(array):
    """Ask autograd for the gradient of `array`, which adds up over backward() calls; gives the array."""
    array.attach_grad(grad_req="add")
    return array


x = mx.nd.zeros((3, 2))
w = require_grad(mx.nd.random.normal(shape=(3, 2)))

w.detach()[:] -= 0.1 * w.grad
w.detach()[:] = w.detach() * 0.9
w.grad.detach()[:] *= 0.5
x[:] = floor_divide(x, 2)
x[0] = floor_divide(x[0], 2)
turned = x.T
turned[0] = 1
column = x[:, 0]
column += 1
x = x.T
x[0] = 1
x.T[0] = 1
row = x[0]
row[1] = 5
