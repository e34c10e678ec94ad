import mxnet as mx


def unpack(value, arrays):
    """The value that `pack` has described, with its arrays by number."""
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind in ("np", "nd", "numpy"):
        array = arrays[str(content)]
        return array if kind == "numpy" else getattr(mx, kind).array(array, dtype=array.dtype)
    if kind == "dict":
        return {unpack(key, arrays): unpack(item, arrays) for key, item in content}
    items = [unpack(item, arrays) for item in content]
    return tuple(items) if kind == "tuple" else items
