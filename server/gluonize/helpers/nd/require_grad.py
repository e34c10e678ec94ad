def require_grad(array):
    """Ask autograd for the gradient of `array`, which adds up over backward() calls; gives the array."""
    array.attach_grad(grad_req="add")
    return array
