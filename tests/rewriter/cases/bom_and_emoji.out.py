import mxnet as mx


s = "🔥"; x = mx.nd.ones((2, 3))  # 🔥
