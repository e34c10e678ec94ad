def tensor_split(input, sections, axis=0):
    """Cut `input` along `axis` into `sections` nearly equal parts, or before each index of a sequence."""
    whole = input.shape[axis]
    if isinstance(sections, int):
        small, more = divmod(whole, sections)
        sections = [part * small + min(part, more) for part in range(1, sections)]
    bounds = [0, *sections, whole]
    before = (slice(None),) * (axis % input.ndim)
    return tuple(input[(*before, slice(bounds[part], bounds[part + 1]))] for part in range(len(bounds) - 1))
