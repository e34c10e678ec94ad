import mxnet as mx


def context(device, index=None):
    """Return the MXNet context of a PyTorch device: 'cpu', 'cuda', 'cuda:1', the number of a GPU, a context, or None.

    None is the first GPU. ValueError for a kind of device that MXNet has not.
    """
    if device is None:
        return mx.gpu()
    if isinstance(device, mx.Context):
        return device
    if isinstance(device, int):
        return mx.gpu(device)
    kind, _, number = device.partition(":")
    if kind not in ("cpu", "cuda"):
        raise ValueError(f"MXNet has no device of the kind '{kind}': use 'cpu' or 'cuda'")
    position = index if index is not None else int(number or 0)
    return mx.gpu(position) if kind == "cuda" else mx.cpu(position)
