import torch
import mxnet as mx

with mx.autograd.record():
    w = torch._unknown(2, 1, requires_grad=True)
    loss = (w * mx.nd.ones((2, 1))).sum()
loss.backward()
