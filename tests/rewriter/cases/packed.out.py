from mxnet.gluon import nn
import mxnet as mx
import numpy as np


class GRU(mx.gluon.rnn.GRU):
    """Gluon's GRU with PyTorch's calls: gru(x) or gru(x, h) gives the output and h.

    Weights and biases start evenly between plus and minus one over the root of the hidden size.
    """

    def __init__(
        self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0,
        bidirectional=False,
    ):  # fmt: skip
        layout, start = "NTC" if batch_first else "TNC", mx.init.Uniform(hidden_size**-0.5)
        options = {"bidirectional": bidirectional, "input_size": input_size}
        options.update(i2h_weight_initializer=start, h2h_weight_initializer=start)
        if bias:
            options.update(i2h_bias_initializer=start, h2h_bias_initializer=start)
        super().__init__(hidden_size, num_layers, layout=layout, **options)
        self._rate = dropout
        for name, parameter in self._reg_params.items():
            parameter.grad_req = "write" if bias or not name.endswith("bias") else "null"

    def __call__(self, input, hx=None):
        if hx is None:
            shape = self.state_info(input.shape[self._layout.find("N")])[0]["shape"]
            hx = mx.nd.zeros(shape, ctx=input.context, dtype=input.dtype)
        # MXNet would also drop where gradients are recorded outside of training.
        self._dropout = self._rate if mx.autograd.is_training() else 0.0
        output, states = super().__call__(input, [hx])
        return output, states[0]

    def _collect_params_with_prefix(self, prefix=""):
        return mx.gluon.Block._collect_params_with_prefix(self, prefix)


class LSTM(mx.gluon.rnn.LSTM):
    """Gluon's LSTM with PyTorch's calls: lstm(x) or lstm(x, (h, c)) gives the output and (h, c).

    Weights and biases start evenly between plus and minus one over the root of the hidden size.
    """

    def __init__(
        self, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0,
        bidirectional=False,
    ):  # fmt: skip
        layout, start = "NTC" if batch_first else "TNC", mx.init.Uniform(hidden_size**-0.5)
        options = {"bidirectional": bidirectional, "input_size": input_size}
        options.update(i2h_weight_initializer=start, h2h_weight_initializer=start)
        if bias:
            options.update(i2h_bias_initializer=start, h2h_bias_initializer=start)
        super().__init__(hidden_size, num_layers, layout=layout, **options)
        self._rate = dropout
        for name, parameter in self._reg_params.items():
            parameter.grad_req = "write" if bias or not name.endswith("bias") else "null"

    def __call__(self, input, hx=None):
        if hx is None:
            shape = self.state_info(input.shape[self._layout.find("N")])[0]["shape"]
            hx = [mx.nd.zeros(shape, ctx=input.context, dtype=input.dtype) for _ in range(2)]
        # MXNet would also drop where gradients are recorded outside of training.
        self._dropout = self._rate if mx.autograd.is_training() else 0.0
        output, states = super().__call__(input, list(hx))
        return output, tuple(states)

    def _collect_params_with_prefix(self, prefix=""):
        return mx.gluon.Block._collect_params_with_prefix(self, prefix)


class PackedSequence:
    """A batch of sequences: an array (time, batch, ...), filled up behind the end of each, and a list of lengths."""

    def __init__(self, padded, lengths):
        self.padded, self.lengths = padded, lengths


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    """The sequences in a padded batch, for recurrent layers to end each at its own length."""
    lengths = [int(length) for length in (lengths.asnumpy() if hasattr(lengths, "asnumpy") else lengths)]
    if enforce_sorted and lengths != sorted(lengths, reverse=True):
        raise ValueError("the lengths must fall; or give enforce_sorted=False")
    input = input.swapaxes(0, 1) if batch_first else input
    return PackedSequence(input[: max(lengths)], lengths)


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    """The padded batch of a PackedSequence, up to its longest or to `total_length`, and the lengths as integers."""
    padded, lengths = sequence.padded, mx.nd.array(sequence.lengths, dtype="int64")
    length = max(sequence.lengths) if total_length is None else total_length
    if length > padded.shape[0]:
        gap = (length - padded.shape[0], *padded.shape[1:])
        padded = mx.nd.concat(padded, mx.nd.zeros(gap, ctx=padded.context, dtype=padded.dtype), dim=0)
    inside = (np.arange(length)[:, None] < np.array(sequence.lengths)).reshape((length, -1) + (1,) * (padded.ndim - 2))
    inside = mx.nd.array(inside, ctx=padded.context, dtype=padded.dtype)
    padded = mx.nd.broadcast_mul(padded, inside) + padding_value * (1 - inside)
    return (padded.swapaxes(0, 1) if batch_first else padded), lengths


def run_direction(layer, x, lengths, states, weights, backwards):
    """Run one direction of a recurrent layer over sequences of some lengths: its output and its last states.

    The batch is ordered by length, and cut in time where sequences end: each stretch runs over those that go on.
    """

    def reorder(array, places):
        return mx.nd.take(array, mx.nd.array(places, ctx=array.context), axis=1)

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
            now = [mx.nd.concat(old, new, dim=1) for old, new in zip(now, fresh)] if begun else fresh
            part = mx.nd.flip(part, axis=0)
        elif now[0].shape[1] > size:
            done.append([state[:, size:] for state in now])
            now = [state[:, :size] for state in now]
        options = {"state_size": layer._hidden_size, "num_layers": 1, "mode": layer._mode, "state_outputs": True}
        output, *now = mx.nd.RNN(part, weights, *now, **options)
        output = mx.nd.flip(output, axis=0) if backwards else output
        if size < len(lengths):
            gap = (end - start, len(lengths) - size, output.shape[2])
            output = mx.nd.concat(output, mx.nd.zeros(gap, ctx=x.context, dtype=x.dtype), dim=1)
        outputs.append(output)
    outputs = outputs[::-1] if backwards else outputs
    last = [mx.nd.concat(*parts, dim=1) for parts in zip(now, *done[::-1])] if done else now
    back = np.argsort(order)
    return reorder(mx.nd.concat(*outputs, dim=0), back), [reorder(state, back) for state in last]


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
        hx = [mx.nd.zeros(shape, ctx=x.context, dtype=x.dtype) for _ in range(count)]
    given, ends = list(hx) if isinstance(hx, (list, tuple)) else [hx], []
    for depth in range(layer._num_layers):
        if depth:
            x = mx.nd.Dropout(x, p=layer._rate)
        outputs = []
        for side in range(sides):
            place = depth * sides + side
            states = [state[place : place + 1] for state in given]
            weights = [
                getattr(layer, f"{'lr'[side]}{depth}_{part}_{kind}").data().reshape((-1,))
                for kind in ("weight", "bias")
                for part in ("i2h", "h2h")
            ]
            output, states = run_direction(layer, x, lengths, states, mx.nd.concat(*weights, dim=0), side == 1)
            outputs.append(output)
            ends.append(states)
        x = mx.nd.concat(*outputs, dim=2) if sides == 2 else outputs[0]
    states = [mx.nd.concat(*parts, dim=0) for parts in zip(*ends)]
    return PackedSequence(x, lengths), tuple(states) if count == 2 else states[0]


class Encoder(mx.gluon.Block):
    def __init__(self, packs):
        super().__init__()
        self.rnn = GRU(4, 4)
        self.packs = packs

    def forward(self, x, lengths=None, h=None):
        if self.packs:
            x = pack_padded_sequence(x, lengths)
        x, h = run_packed(self.rnn, x, h)
        if self.packs:
            x, _ = pad_packed_sequence(x)
        return x, h


class Plain(mx.gluon.Block):
    def __init__(self):
        super().__init__()
        self.rnn = LSTM(4, 4)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
        return run_packed(self.rnn, packed)[1]
