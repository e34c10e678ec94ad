import torch
from mxnet.gluon import nn
import mxnet as mx


def normalize(mx):
    rows = mx.sum(1)
    return mx / rows


def highest(values):
    for mx, _ in values:
        torch.relu(mx)
    return torch.ones(2)


x = mx.nd.relu(mx.nd.ones((2, 3)))
