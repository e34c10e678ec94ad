def pixel_shuffle(input, upscale_factor):
    """Move groups of r * r channels to blocks of pixels: (..., C * r * r, H, W) to (..., C, H * r, W * r)."""
    r = upscale_factor
    channels, height, width = input.shape[-3:]
    parts = input.reshape((-1, channels // r**2, r, r, height, width)).transpose((0, 1, 4, 2, 5, 3))
    return parts.reshape((*input.shape[:-3], channels // r**2, height * r, width * r))
