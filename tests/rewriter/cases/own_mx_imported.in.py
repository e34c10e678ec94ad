import numpy as np, mxnet as mx, torch
import torch.nn.functional as F

both = mx.nd.ones((2,)), F.elu(torch.ones(2)), torch._unknown(2), np.ones(2)
