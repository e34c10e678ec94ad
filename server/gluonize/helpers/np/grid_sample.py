import mxnet as mx


def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=False):
    """Read images (N, C, H, W) at the places of `grid` (N, h, w, 2), x first, from -1 to 1 across the image."""
    places = []
    for k, size in enumerate((input.shape[3], input.shape[2])):
        place = grid[:, :, :, k]
        place = (place + 1) * (size - 1) / 2 if align_corners else ((place + 1) * size - 1) / 2
        place = mx.np.clip(place, 0, size - 1) if padding_mode == "border" else place
        place = mx.np.rint(place) if mode == "nearest" else place
        places.append(2 * place / max(size - 1, 1) - 1)
    moved = mx.np.stack(places, axis=1).as_nd_ndarray()
    return mx.nd.BilinearSampler(input.as_nd_ndarray(), moved).as_np_ndarray()
