def pack_sequence(sequences, enforce_sorted=True):
    """The sequences in a list, for recurrent layers to end each at its own length."""
    lengths = [sequence.shape[0] for sequence in sequences]
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)
