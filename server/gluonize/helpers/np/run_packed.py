import mxnet as mx


def run_packed(layer, input, hx=None):
    """Call an LSTM, GRU or RNN, with a PackedSequence as in PyTorch: states are those of each sequence's end.

    MXNet's own sequence lengths hold on GPUs alone; on the CPU they are ignored.
    """
    if not isinstance(input, PackedSequence):
        return layer(input, hx)
    x, lengths = input.padded, input.lengths
    sides = 2 if layer._dir == 2 else 1
    shape = (layer._num_layers * sides, len(lengths), layer._hidden_size)
    count = 2 if layer._mode == "lstm" else 1
    if hx is None:
        hx = [mx.np.zeros(shape, ctx=x.context, dtype=x.dtype) for _ in range(count)]
    given, ends = list(hx) if isinstance(hx, (list, tuple)) else [hx], []
    for depth in range(layer._num_layers):
        if depth:
            x = mx.npx.dropout(x, p=layer._rate)
        outputs = []
        for side in range(sides):
            place = depth * sides + side
            states = [state[place : place + 1] for state in given]
            weights = [
                getattr(layer, f"{'lr'[side]}{depth}_{part}_{kind}").data().reshape((-1,))
                for kind in ("weight", "bias")
                for part in ("i2h", "h2h")
            ]
            output, states = run_direction(layer, x, lengths, states, mx.np.concatenate(weights, axis=0), side == 1)
            outputs.append(output)
            ends.append(states)
        x = mx.np.concatenate(outputs, axis=2) if sides == 2 else outputs[0]
    states = [mx.np.concatenate(parts, axis=0) for parts in zip(*ends)]
    return PackedSequence(x, lengths), tuple(states) if count == 2 else states[0]
