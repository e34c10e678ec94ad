def channel_shuffle(input, groups):
    """Deal the channels out again: the first of each group, then the second of each group ..."""
    shape = input.shape
    return input.reshape((shape[0], groups, shape[1] // groups, -1)).transpose((0, 2, 1, 3)).reshape(shape)
