def require_grad(array):
    """Ask autograd for the gradient of `array`, and return it."""
    array.attach_grad()
    return array
