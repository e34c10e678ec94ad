import mxnet as mx


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side="right"):
    """Stack arrays of different length in their first axis, filled up with `padding_value`."""
    longest = max(sequence.shape[0] for sequence in sequences)
    filled = []
    for sequence in sequences:
        gap = (longest - sequence.shape[0], *sequence.shape[1:])
        parts = [sequence]
        if gap[0]:
            part = mx.np.full(gap, padding_value, ctx=sequence.context, dtype=sequence.dtype)
            parts.insert(1 if padding_side == "right" else 0, part)
        filled.append(mx.np.concatenate(parts, axis=0))
    return mx.np.stack(filled, axis=0 if batch_first else 1)
