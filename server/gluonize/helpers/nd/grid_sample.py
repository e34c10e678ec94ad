import mxnet as mx


def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=False):
    """Read images (N, C, H, W) at the places of `grid` (N, h, w, 2), x first, from -1 to 1 across the image."""
    places = []
    for k, size in enumerate((input.shape[3], input.shape[2])):
        place = mx.nd.slice_axis(grid, axis=3, begin=k, end=k + 1)
        place = (place + 1) * (size - 1) / 2 if align_corners else ((place + 1) * size - 1) / 2
        place = mx.nd.clip(place, 0, size - 1) if padding_mode == "border" else place
        place = mx.nd.rint(place) if mode == "nearest" else place
        places.append(2 * place / max(size - 1, 1) - 1)
    return mx.nd.BilinearSampler(input, mx.nd.concat(*places, dim=3).transpose((0, 3, 1, 2)))
