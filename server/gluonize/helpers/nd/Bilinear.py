import mxnet as mx


class Bilinear(mx.gluon.Block):
    """A learned bilinear form of two inputs; the weight is (out, in1, in2), the bias (out,)."""

    def __init__(self, in1_features, in2_features, out_features, bias=True):
        super().__init__()
        bound = mx.init.Uniform(in1_features**-0.5)
        shape = (out_features, in1_features, in2_features)
        self.weight = self.params.get("weight", shape=shape, init=bound)
        self.bias = self.params.get("bias", shape=(out_features,), init="zeros") if bias else None

    def forward(self, input1, input2):
        bias = None if self.bias is None else self.bias.data()
        return bilinear_form(input1, input2, self.weight.data(), bias)
