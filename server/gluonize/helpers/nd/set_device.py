def set_device(device):
    """Choose the GPU that `current_gpu` gives: its number, its PyTorch name, or a context."""
    set_device.number = context(device).device_id
