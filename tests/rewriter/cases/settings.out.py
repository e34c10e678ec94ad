import torch
import torch.backends.cudnn as cudnn
import mxnet as mx

device = mx.gpu() if mx.context.num_gpus() > 0 else mx.cpu()
if mx.context.num_gpus() > 0:
    mx.nd.waitall()
if torch.backends.cudnn.benchmark:
    cudnn.benchmark = mx.context.num_gpus() > 0
