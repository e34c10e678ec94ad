"""What the watch of calls needs of MXNet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import mxnet as mx
import numpy as np

from .calls import Gradients
from .making import Maker, unpack
from .mxnet_blocks import Blocks, parameters_of, read
from .mxnet_cuts import write
from .tensors import changed, cotangent, tensors

_BACKWARD = mx.autograd.backward


class MxnetMaker(Maker):
    """Makes the call that PyTorch made."""

    def __init__(self, name: str) -> None:
        super().__init__(name, _initialize)

    def call(self, namespace: Mapping[str, Any], given: list[dict[str, Any]] | None) -> tuple[Any, dict[str, Any]]:
        how = given[0]["made"] if given else None
        assert given is not None
        assert how is not None
        self.how = how
        arrays = given[0]["inputs"]
        arguments = {
            name: unpack(form, lambda path: like(arrays[path], None)) for name, form in how["arguments"].items()
        }
        return self.target(namespace, how["built"]), arguments


class MxnetFramework:
    """MXNet's arrays, and the gradients of a call."""

    read = staticmethod(read)

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks

    def is_tensor(self, value: Any) -> bool:
        return isinstance(value, mx.nd.NDArray)

    def make(self, array: Any, like_: Any) -> Any:
        """`like_` with other numbers; it stays part of its graph, so that what has made it gets its gradients."""
        if like_.shape != array.shape and (like_.size, array.size) != (1, 1):
            return like(array, like_)
        write(like_, array)
        return like_

    def training(self, owner: Any) -> bool:
        return bool(mx.autograd.is_training())

    def weights(self) -> Mapping[tuple[int, str], Any]:
        return self.blocks.weights()

    def differentiable(self, result: Any, arguments: Mapping[str, Any], owner: Any) -> bool:
        """PyTorch's side decides."""
        return True

    def gradients(
        self, call: Any, arguments: Any, training: bool, wanted: Mapping[str, Any] | None
    ) -> Gradients | None:
        """The gradients that PyTorch has, of a further call that changes no parameter and no gradient."""
        assert wanted is not None
        leaves: dict[str, Any] = {}

        def leaf(path: str, array: Any) -> Any:
            if path not in wanted["inputs"]:
                return array
            with mx.autograd.pause():
                leaves[path] = array.copy()
            leaves[path].attach_grad()
            return leaves[path]

        try:
            with self._restored():
                with mx.autograd.record(train_mode=training):
                    result = call(changed(arguments, "", self.is_tensor, leaf))
                    results = tensors(result, "", self.is_tensor)
                    sums = [(results[path] * _weights(path, results)).sum() for path in wanted["places"]]
                _BACKWARD(sums, retain_graph=True, train_mode=training)
                own = dict(self.blocks.parameters())
                names = [(index, name) for index, name in wanted["parameters"]]
                parameters = {key: read(own[key].grad()) for key in names if key in own}
        except (mx.MXNetError, KeyError, ValueError) as error:
            problem = str(error).split("\nStack trace")[0].rpartition("MXNetError: ")[2].strip()
            self.blocks.recorder.problem(f"MXNet has no gradients where PyTorch has them: {problem}")
            return None
        values = {path: read(array) for path, array in results.items()}
        return Gradients(values, wanted["places"], {path: read(leaf.grad) for path, leaf in leaves.items()}, parameters)

    @contextmanager
    def _restored(self) -> Iterator[None]:
        """The parameters and their gradients are afterwards what they were."""
        own = [parameter for root in self.blocks.roots for parameter in parameters_of(root).values()]
        own = [parameter for parameter in own if parameter._data is not None]
        with mx.autograd.pause():  # the program may be recording
            data = [(parameter, parameter.data().copy()) for parameter in own if parameter.grad_req == "null"]
            slopes = [(parameter, parameter.grad().copy()) for parameter in own if parameter.grad_req != "null"]
            for parameter, _ in slopes:
                parameter.grad()[:] = 0
        try:
            yield
        finally:
            mx.nd.waitall()
            with mx.autograd.pause():
                for parameter, array in data:
                    parameter.set_data(array)
                for parameter, array in slopes:
                    parameter.grad()[:] = array


def like(array: Any, other: Any) -> Any:
    """A numpy array as an array of MXNet, of the type and in the place of another one unless that is None.

    In nd as a conversion has it: a number has an axis, and truth values are numbers.
    """
    make = mx.np.array if mx.util.is_np_array() else mx.nd.array
    if not mx.util.is_np_array():
        array = np.atleast_1d(array)
        array = array.astype(np.float32) if array.dtype == bool and other is None else array
    return make(array, dtype=array.dtype) if other is None else make(array, dtype=other.dtype, ctx=other.ctx)


def _weights(path: str, results: Mapping[str, Any]) -> Any:
    array = results[path]
    shape = array.shape
    return like(np.asarray(cotangent(list(results).index(path), shape)), array)


def _initialize(made: Any) -> None:
    if isinstance(made, mx.gluon.Block):
        made.initialize()
