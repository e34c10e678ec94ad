import mxnet as mx


def pad(input, pad, mode="constant", value=None):
    """Pad the last axes; `pad` holds (before, after) pairs, the last axis first; negative numbers crop.

    Modes: constant (with `value`, 0 by default), reflect, replicate and circular.
    """
    for k in range(len(pad) // 2):
        before, after = pad[2 * k : 2 * k + 2]
        axis = input.ndim - 1 - k
        size = input.shape[axis]
        if mode != "constant":
            places = range(-before, size + after)
            if mode == "reflect":
                places = [size - 1 - abs(size - 1 - abs(i)) for i in places]
            elif mode == "replicate":
                places = [min(max(i, 0), size - 1) for i in places]
            else:
                places = [i % size for i in places]
            input = mx.nd.take(input, mx.nd.array(places, ctx=input.context, dtype="int32"), axis=axis)
            continue
        parts = [mx.nd.slice_axis(input, axis=axis, begin=max(-before, 0), end=size + min(after, 0))]
        for place, count in ((0, before), (len(parts), after)):
            if count > 0:
                shape = (*input.shape[:axis], count, *input.shape[axis + 1 :])
                part = mx.nd.full(shape, value or 0, ctx=input.context, dtype=input.dtype)
                parts.insert(place if place == 0 else len(parts), part)
        input = mx.nd.concat(*parts, dim=axis)
    return input
