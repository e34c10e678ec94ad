def get_device(array):
    """Return the number of the GPU that holds `array`, or -1 for the CPU."""
    return array.context.device_id if array.context.device_type == "gpu" else -1
