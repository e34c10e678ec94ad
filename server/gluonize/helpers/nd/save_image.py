from PIL import Image


def save_image(images, file, image_format=None, **options):
    """Save images with values from 0 to 1 as one picture; the options are those of make_grid."""
    pixels = make_grid(images, **options).asnumpy() * 255 + 0.5
    Image.fromarray(pixels.clip(0, 255).transpose(1, 2, 0).astype("uint8")).save(file, format=image_format)
