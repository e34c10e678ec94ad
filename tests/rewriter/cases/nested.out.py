import mxnet as mx

v = mx.nd.ones((3,))
a = v.expand_dims(axis=0).expand_dims(axis=-1)
b = mx.nd.exp(mx.nd.exp(mx.nd.exp(v)))
c = mx.nd.clip(mx.nd.clip(v, a_min=0, a_max=1), a_min=0.2, a_max=0.5)
d = (mx.np.matmul(v.as_np_ndarray(), v.as_np_ndarray()).as_nd_ndarray()).exp() if v.sum() > 0 else -mx.nd.log(v)
e = [mx.nd.concat(*[x, x.reshape((-1,))], dim=0) for x in (v, v * 2)]
f = (lambda x: mx.nd.relu(x))(v)
print(f"{v.mean().asscalar():.3f} {v.sum().asscalar()!r:>10} {mx.nd.sum(v).asscalar():.2f}")
print("%d %.4f" % (1, (v.mean() / 2).asscalar()))
