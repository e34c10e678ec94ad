def crop(images, top, left, height, width):
    """Cut a part out of images of shape (..., height, width)."""
    if top < 0 or left < 0 or top + height > images.shape[-2] or left + width > images.shape[-1]:
        raise ValueError("the part does not lie inside the image: pad the image first")
    return images[..., top : top + height, left : left + width]
