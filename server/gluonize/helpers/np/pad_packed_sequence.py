import mxnet as mx
import numpy as np


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    """The padded batch of a PackedSequence, up to its longest or to `total_length`, and the lengths as integers."""
    padded, lengths = sequence.padded, mx.np.array(sequence.lengths, dtype="int64")
    length = max(sequence.lengths) if total_length is None else total_length
    if length > padded.shape[0]:
        gap = (length - padded.shape[0], *padded.shape[1:])
        padded = mx.np.concatenate([padded, mx.np.zeros(gap, ctx=padded.context, dtype=padded.dtype)], axis=0)
    inside = (np.arange(length)[:, None] < np.array(sequence.lengths)).reshape((length, -1) + (1,) * (padded.ndim - 2))
    inside = mx.np.array(inside, ctx=padded.context, dtype=padded.dtype)
    padded = padded * inside + padding_value * (1 - inside)
    return (padded.swapaxes(0, 1) if batch_first else padded), lengths
