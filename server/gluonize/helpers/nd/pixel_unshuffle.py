def pixel_unshuffle(input, downscale_factor):
    """Move blocks of pixels to channels: (..., C, H * r, W * r) to (..., C * r * r, H, W)."""
    r = downscale_factor
    channels, height, width = input.shape[-3:]
    parts = input.reshape((-1, channels, height // r, r, width // r, r)).transpose((0, 1, 3, 5, 2, 4))
    return parts.reshape((*input.shape[:-3], channels * r**2, height // r, width // r))
