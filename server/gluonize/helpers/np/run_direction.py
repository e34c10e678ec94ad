import mxnet as mx
import numpy as np


def run_direction(layer, x, lengths, states, weights, backwards):
    """Run one direction of a recurrent layer over sequences of some lengths: its output and its last states.

    The batch is ordered by length, and cut in time where sequences end: each stretch runs over those that go on.
    """

    def reorder(array, places):
        return mx.np.take(array, mx.np.array(places, ctx=array.context), axis=1)

    order = np.argsort([-length for length in lengths], kind="stable")
    x, states = reorder(x, order), [reorder(state, order) for state in states]
    ends = sorted(set(lengths))
    stretches = [(start, end, sum(length >= end for length in lengths)) for start, end in zip([0, *ends[:-1]], ends)]
    outputs, done = [], []
    now = states
    for start, end, size in reversed(stretches) if backwards else stretches:
        part = x[start:end, :size]
        if backwards:
            begun = now[0].shape[1] if outputs else 0
            fresh = [state[:, begun:size] for state in states]
            now = [mx.np.concatenate([old, new], axis=1) for old, new in zip(now, fresh)] if begun else fresh
            part = mx.np.flip(part, axis=0)
        elif now[0].shape[1] > size:
            done.append([state[:, size:] for state in now])
            now = [state[:, :size] for state in now]
        options = {"state_size": layer._hidden_size, "num_layers": 1, "mode": layer._mode, "state_outputs": True}
        output, *now = mx.npx.rnn(part, weights, *now, **options)
        output = mx.np.flip(output, axis=0) if backwards else output
        if size < len(lengths):
            gap = (end - start, len(lengths) - size, output.shape[2])
            output = mx.np.concatenate([output, mx.np.zeros(gap, ctx=x.context, dtype=x.dtype)], axis=1)
        outputs.append(output)
    outputs = outputs[::-1] if backwards else outputs
    last = [mx.np.concatenate(parts, axis=1) for parts in zip(now, *done[::-1])] if done else now
    back = np.argsort(order)
    return reorder(mx.np.concatenate(outputs, axis=0), back), [reorder(state, back) for state in last]
