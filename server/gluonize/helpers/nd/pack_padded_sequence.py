def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    """The sequences in a padded batch, for recurrent layers to end each at its own length."""
    lengths = [int(length) for length in (lengths.asnumpy() if hasattr(lengths, "asnumpy") else lengths)]
    if enforce_sorted and lengths != sorted(lengths, reverse=True):
        raise ValueError("the lengths must fall; or give enforce_sorted=False")
    input = input.swapaxes(0, 1) if batch_first else input
    return PackedSequence(input[: max(lengths)], lengths)
