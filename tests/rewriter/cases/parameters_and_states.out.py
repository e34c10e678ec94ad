import copy
import mxnet as mx
from collections import OrderedDict
import re
from mxnet.gluon import nn


class Adam(mx.optimizer.Optimizer):
    """Adam as PyTorch computes it: epsilon is added after the bias correction, weight decay before the moments."""

    def __init__(self, learning_rate=0.001, betas=(0.9, 0.999), epsilon=1e-8, amsgrad=False, maximize=False, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.betas, self.epsilon, self.amsgrad = betas, epsilon, amsgrad
        self.sign = -1 if maximize else 1

    def create_state(self, index, weight):
        return weight * 0, weight * 0, weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        step = self._index_update_count[index]
        self.apply(weight, grad * (self.rescale_grad * self.sign) + weight * self._get_wd(index), state, step, index)

    def apply(self, weight, grad, state, step, index):
        (beta1, beta2), (mean, square, largest) = self.betas, state
        mean[()] = mean * beta1 + grad * (1 - beta1)
        square[()] = square * beta2 + grad * grad * (1 - beta2)
        if self.amsgrad:
            larger = square > largest
            largest[()] = square * larger + largest * (1 - larger)
            square = largest
        scale = square**0.5 / (1 - beta2**step) ** 0.5 + self.epsilon
        weight[()] = weight - mean / scale * (self._get_lr(index) / (1 - beta1**step))


class GroupTrainer(mx.gluon.Trainer):
    """A Trainer of groups of gluon Parameters, dictionaries of "params" and of the rates that are a group's own."""

    def __init__(self, groups, optimizer, optimizer_params=None):
        groups = [{**group, "params": mx_listed(group["params"])} for group in groups]
        super().__init__([parameter for group in groups for parameter in group["params"]], optimizer, optimizer_params)
        decay = self.optimizer.wd
        self.optimizer.wd = decay or 1  # the rates of parameters are factors on those of the optimizer
        self.groups = [ParameterGroup(self, group["params"]) for group in groups]
        for group, own in zip(groups, self.groups):
            own["weight_decay"] = group.get("weight_decay", decay)
            own["lr"] = group.get("lr", self.learning_rate)


class LRScheduler:
    """Set a trainer's learning rate as PyTorch's schedulers do: when it is made, and at every step().

    A subclass says in `next_rate` what the rate of epoch `last_epoch` is, given the rate before it.
    """

    def __init__(self, trainer):
        self.optimizer = trainer
        self.base_lrs = [vars(trainer).setdefault("initial_rate", trainer.learning_rate)]
        self.last_epoch = -1
        self.step()

    def step(self):
        self.last_epoch += 1
        self.set_rate(self.next_rate(self.optimizer.learning_rate))

    def restart(self):
        self.last_epoch = -1
        self.set_rate(self.base_lrs[0])
        self.step()

    def set_rate(self, rate):
        self.optimizer.set_learning_rate(rate)
        self.last_rate = rate

    def get_last_lr(self):
        groups = getattr(self.optimizer, "groups", None)
        return [group["lr"] for group in groups] if groups else [self.last_rate]

    def state_dict(self):
        return {name: value for name, value in vars(self).items() if name != "optimizer"}

    def load_state_dict(self, state):
        vars(self).update(state)


class ParameterGroup:
    """Parameters of a Trainer with the rates "lr" and "weight_decay" in common, which can be read and set."""

    def __init__(self, trainer, parameters):
        self.trainer, self.parameters = trainer, parameters

    def __getitem__(self, key):
        if key == "params":
            return self.parameters
        name, rate = self.factor(key)
        return getattr(self.parameters[0], name) * rate

    def __setitem__(self, key, value):
        name, rate = self.factor(key)
        if len(self.parameters) == len(self.trainer._params):  # the rate of all is the trainer's own
            setattr(self.trainer.optimizer, "lr" if key == "lr" else "wd", value)
            return
        for parameter in self.parameters:
            setattr(parameter, name, value / rate)

    def factor(self, key):
        names = {"lr": "lr_mult", "weight_decay": "wd_mult"}
        return names[key], self.trainer.learning_rate if key == "lr" else self.trainer.optimizer.wd


class SGD(mx.optimizer.Optimizer):
    """Gradient descent with momentum as PyTorch computes it: the learning rate stays outside of the momentum buffer."""

    def __init__(self, learning_rate=0.001, momentum=0, dampening=0, nesterov=False, maximize=False, **kwargs):
        super().__init__(learning_rate=learning_rate, **kwargs)
        self.momentum, self.dampening, self.nesterov = momentum, dampening, nesterov
        self.sign = -1 if maximize else 1

    def create_state(self, index, weight):
        return weight * 0

    def update(self, index, weight, grad, state):
        self._update_count(index)
        grad = grad * (self.rescale_grad * self.sign) + weight * self._get_wd(index)
        first = self._index_update_count[index] == self.begin_num_update + 1
        state[()] = grad if first else state * self.momentum + grad * (1 - self.dampening)
        grad = grad + state * self.momentum if self.nesterov else state
        weight[()] = weight - grad * self._get_lr(index)


def add_gradients(parameters):
    """Let the gradients of gluon Parameters add up over backward() calls until they are cleared; gives them back."""
    for parameter in parameters.values() if hasattr(parameters, "values") else parameters:
        if parameter.grad_req == "write":
            parameter.grad_req = "add"
    return parameters


def as_parameters(arrays):
    """Make gluon Parameters for a Trainer that share the memory of `arrays` and of their gradients."""
    found = []
    for array in arrays:
        parameter = mx.gluon.Parameter("array", shape=array.shape, dtype=array.dtype)
        parameter.initialize(ctx=array.context)
        parameter._data, parameter._grad = [array], [array.grad]
        found.append(parameter)
    return found


def copied(block):
    """Copy a Gluon block with its parameters, which get names and gradients of their own; or any other object."""
    twin = copy.deepcopy(block)
    if not isinstance(twin, mx.gluon.Block):
        return twin
    copied.count = getattr(copied, "count", 0) + 1
    names, waiting = {}, [twin]
    while waiting:
        inner = waiting.pop()
        waiting += inner._children.values()
        own = inner._params._params
        for name, parameter in own.items():
            if id(parameter) not in names:
                names[id(parameter)] = parameter.name = f"copy{copied.count}_{name}"
                if parameter._data is not None and parameter.grad_req != "null":
                    parameter._init_grad()
        inner._params._params = OrderedDict((names[id(parameter)], parameter) for parameter in own.values())
    return twin


def initialized(block):
    """Initialise `block` as PyTorch does its linear and convolution layers (biases start at zero); gives it back.

    What has been filled before keeps its values.
    """
    start = mx.init.Xavier(factor_type="in", magnitude=1)
    for parameter in block.collect_params().values():
        if parameter._data is None:
            parameter.initialize(default_init=start)
    return block


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    """Normalise over the last axes, as many as `normalized_shape` has."""
    count = 1 if isinstance(normalized_shape, int) else len(normalized_shape)
    axes = tuple(range(input.ndim - count, input.ndim))
    centred = input - input.mean(axis=axes, keepdims=True)
    result = centred / mx.nd.sqrt((centred**2).mean(axis=axes, keepdims=True) + eps)
    shape = (1,) * (input.ndim - count) + input.shape[input.ndim - count :]
    result = result if weight is None else result * weight.reshape(shape)
    return result if bias is None else result + bias.reshape(shape)


def mx_listed(parameters):
    """A list of gluon Parameters: of one, or of those that anything yields."""
    return [parameters] if hasattr(parameters, "grad_req") else list(parameters)


def load_state_dict(block, state, strict=True):
    """Write arrays by name, as state_dict() gives them, into a Gluon block's parameters.

    Gives the names that only the block has, and those that only `state` has. KeyError if there are some and `strict`.
    """
    parameters = block._collect_params_with_prefix()
    missing = [name for name in parameters if name not in state]
    unexpected = [name for name in state if name not in parameters]
    if strict and (missing or unexpected):
        raise KeyError(f"these names are on one side only: {sorted([*missing, *unexpected])}")
    for name, array in state.items():
        if name in parameters:
            parameters[name].set_data(array)
    return missing, unexpected


def named_parameters(block):
    """List the parameters of a Gluon block that can be trained, each once, with the names that PyTorch gives them."""
    found = {}

    def visit(part, prefix):
        for name, parameter in part._reg_params.items():
            recurrent = re.fullmatch(r"(?:([lr])(\d+)_)?([ih])2h_(weight|bias)", name)
            if recurrent and re.search("RNN|LSTM|GRU", type(part).__name__):
                direction, layer, source, kind = recurrent.groups()
                name = f"{kind}_{source}h" + (f"_l{layer}" if layer else "") + "_reverse" * (direction == "r")
            elif "Norm" in type(part).__name__:
                name = {"gamma": "weight", "beta": "bias"}.get(name, name)
            if parameter._differentiable:
                found.setdefault(id(parameter), (prefix + name, parameter))
        for name, child in part._children.items():
            visit(child, f"{prefix}{name}.")

    visit(block, "")
    return list(found.values())


def parameter(block, name, value, grad_req="write"):
    """Register a parameter of `block` that starts from `value` when the block is initialised."""
    init = mx.init.Constant(value)
    return block.params.get(name, shape=value.shape, dtype=value.dtype, init=init, grad_req=grad_req)


def parameter_of(block, name):
    """The parameter of a Gluon block that PyTorch calls `name`: normalisation layers have gamma and beta instead."""
    if not hasattr(block, name):
        name = {"weight": "gamma", "bias": "beta"}[name]
    return getattr(block, name)


def reinitialize(target, initializer):
    """Fill a gluon Parameter (at once, also before `initialize()` of its block) or an array; gives it back."""
    if isinstance(target, mx.gluon.Parameter):
        known = target._data is not None or target._deferred_init
        target.initialize(initializer, ctx=target.list_ctx() if known else None, force_reinit=True)
    else:
        initializer._init_weight("weight", target)
    return target


def require_grad(array):
    """Ask autograd for the gradient of `array`, which adds up over backward() calls; gives the array."""
    array.attach_grad(grad_req="add")
    return array


def sequential(*blocks, hybrid=True):
    """Return a Gluon container that runs `blocks` one after the other; it can be hybridized if all of them can.

    Blocks in a dictionary become attributes of the container, by their names. An empty one takes any blocks.
    """
    named = blocks[0] if blocks and isinstance(blocks[0], dict) else dict(enumerate(blocks))
    hybrid = hybrid and bool(named) and all(isinstance(block, mx.gluon.HybridBlock) for block in named.values())
    net = mx.gluon.nn.HybridSequential() if hybrid else mx.gluon.nn.Sequential()
    for name, block in named.items():
        setattr(net, name, block) if isinstance(name, str) else net.add(block)
    return net


def state_dict(block):
    """The arrays of a Gluon block's parameters by name: the arrays themselves, so copy what shall stay as it is."""
    return OrderedDict((name, p.list_data()[0]) for name, p in block._collect_params_with_prefix().items())


def zero_grad(owner, set_to_none=True):
    """Set the gradients of a Trainer's or a block's parameters to zero, so that backward() adds to nothing.

    With `set_to_none` they count as not reached by a backward pass, until one does.
    """
    parameters = owner._params if isinstance(owner, mx.gluon.Trainer) else owner.collect_params().values()
    for parameter in parameters:
        for array in parameter.list_data() if parameter.grad_req != "null" else []:
            array.grad[()] = 0
            array._fresh_grad = array._fresh_grad and not set_to_none


class Norm(mx.gluon.Block):
    def __init__(self, n, bias):
        super().__init__()
        self.weight = parameter(self, 'weight', mx.nd.ones((n,)))
        self.bias = parameter(self, 'bias', mx.nd.zeros((n,))) if bias else None
        if bias:
            self.shift = parameter(self, 'shift', mx.nd.zeros((n,)))
        else:
            self.shift = None

    def forward(self, x):
        x = layer_norm(x, self.weight.shape, weight=self.weight.data(), bias=(self.bias and self.bias.data()), eps=1e-5)
        if self.shift is not None:
            x = x + self.shift.data()
        return x


class Experts(mx.gluon.Block):
    def __init__(self, n):
        super().__init__()
        self.experts = sequential(*((nn.Dense(3, in_units=3, flatten=False) for _ in range(n))))
        self.norm = Norm(3, True)
        for p in self.collect_params().values():
            p.grad_req = 'null'
        for name, p in named_parameters(self):
            if "norm" in name:
                p.grad_req = 'add'

    def forward(self, x):
        for expert in self.experts:
            x = expert(x)
        return self.norm(x)


def init_weights(m):
    if type(m) == nn.Dense:
        reinitialize(parameter_of(m, 'weight'), mx.init.Xavier())
        if parameter_of(m, 'bias') is not None:
            reinitialize(parameter_of(m, 'bias'), mx.init.Zero())
    if type(m) in [nn.Conv2D, nn.Dense]:
        reinitialize(parameter_of(m, 'weight'), mx.init.Normal(0.02))


def fit(model: mx.gluon.Block, optimizer: mx.gluon.Trainer, device: mx.Context, dtype: str, scheduler: LRScheduler):
    pass


net = Experts(2)
initialized(net)
net.apply(init_weights)
other = copied(net)
load_state_dict(other, state_dict(net))
best = copy.deepcopy(state_dict(net))
load_state_dict(net, best)
w = require_grad(mx.nd.random.normal(shape=(3,)))
b = require_grad(mx.nd.zeros((1,)))
opt = mx.gluon.Trainer(add_gradients(as_parameters([w, b])), SGD(learning_rate=0.1, momentum=0.9, wd=0))
x = mx.nd.ones((2, 3))
for _ in range(2):
    with mx.autograd.record():
        loss = ((mx.np.matmul(x.as_np_ndarray(), w.as_np_ndarray()).as_nd_ndarray() + b) ** 2).mean()
    zero_grad(opt)
    loss.backward()
    opt.step(1)
filtered = mx.gluon.Trainer(add_gradients(list(filter(lambda p: (p.grad_req != 'null'), net.collect_params().values()))), Adam(learning_rate=1e-3, wd=0))
listed = mx.gluon.Trainer(add_gradients([p for p in net.collect_params().values() if p.grad_req != 'null']), Adam(learning_rate=1e-3, wd=0))
parts = GroupTrainer([{**group, "params": add_gradients(mx_listed(group["params"]))} for group in [{"params": net.norm.collect_params().values()}, {"params": [p for n, p in named_parameters(net) if "norm" not in n], "lr": 1e-4}]], Adam(learning_rate=1e-3, wd=0))
print(net(x))
