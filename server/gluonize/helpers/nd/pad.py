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
        parts = [input]
        for place, count in ((0, before), (2, after)):
            if count > 0:
                shape = (*input.shape[:axis], count, *input.shape[axis + 1 :])
                parts.insert(place, mx.nd.full(shape, value or 0, ctx=input.context, dtype=input.dtype))
        input = mx.nd.concat(*parts, dim=axis)
        input = mx.nd.slice_axis(input, axis=axis, begin=max(-before, 0), end=input.shape[axis] + min(after, 0))
    return input
