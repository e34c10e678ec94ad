import math

import mxnet as mx

rates = mx.nd.arange(0, 8, step=2, dtype='int64').astype('float32') * -math.log(10000.0)
steps = mx.nd.arange(4, dtype='int64') * math.floor(2.5)
