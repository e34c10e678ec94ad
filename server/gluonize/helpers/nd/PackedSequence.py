class PackedSequence:
    """A batch of sequences: an array (time, batch, ...), filled up behind the end of each, and a list of lengths."""

    def __init__(self, padded, lengths):
        self.padded, self.lengths = padded, lengths
