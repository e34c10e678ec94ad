"""What the watch of calls needs of PyTorch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch

from .calls import Gradients
from .tensors import changed, cotangent, tensors
from .torch_modules import Modules, read

_GRAD = torch.autograd.grad


class TorchFramework:
    """PyTorch's tensors, and the gradients of a call."""

    read = staticmethod(read)

    def __init__(self, modules: Modules) -> None:
        self.modules = modules

    def is_tensor(self, value: Any) -> bool:
        return isinstance(value, torch.Tensor)

    def make(self, array: Any, like: Any) -> Any:
        return torch.tensor(array)

    def training(self, owner: Any) -> bool:
        modules = [owner] if isinstance(owner, torch.nn.Module) else self.modules.roots
        return not modules or any(module.training for module in modules)

    def weights(self) -> Mapping[tuple[int, str], Any]:
        return self.modules.weights()

    def differentiable(self, result: Any, arguments: Mapping[str, Any], owner: Any) -> bool:
        """Modules, functions of tensors, and what has given a graph; other methods are called for what they change."""
        if isinstance(owner, torch.nn.Module) or any(
            part.requires_grad for part in tensors(result, "", self.is_tensor).values()
        ):
            return True
        given = tensors(arguments, "", self.is_tensor).values()
        return owner is None and any(tensor.is_floating_point() for tensor in given)

    def gradients(
        self, call: Any, arguments: Any, training: bool, wanted: Mapping[str, Any] | None
    ) -> Gradients | None:
        """The gradients, of a further call that changes no buffer; None where it raises or has no gradients."""
        leaves: dict[str, Any] = {}

        def leaf(path: str, tensor: Any) -> Any:
            if not tensor.is_floating_point():
                return tensor
            leaves[path] = tensor.detach().clone().requires_grad_()
            return leaves[path]

        recorder = self.modules.recorder
        draws = len(recorder.draws)
        parameters = {
            (index, name): parameter
            for index, root in enumerate(self.modules.roots)
            for name, parameter in root.named_parameters()
            if parameter.requires_grad
        }
        try:
            with torch.enable_grad(), self._restored():
                result = call(changed(arguments, "", self.is_tensor, leaf))
                results = tensors(result, "", self.is_tensor)
                places = [path for path, part in results.items() if part.requires_grad and part.is_floating_point()]
                weighted = [results[path] * self._weights(path, results) for path in places]
                if not places:
                    del recorder.draws[draws:]
                    return None
                found = _GRAD(
                    sum(part.sum() for part in weighted), [*leaves.values(), *parameters.values()], allow_unused=True
                )
        except Exception as error:
            del recorder.draws[draws:]
            recorder.note(f"the gradients are not compared: {type(error).__name__}: {error}")
            return None
        gradients = dict(zip([*leaves, *parameters], map(read, found), strict=True))
        return Gradients(
            {path: read(part) for path, part in results.items()},
            places,
            {path: gradients[path] for path in leaves if gradients[path] is not None},
            {key: gradients[key] for key in parameters if gradients[key] is not None},
        )

    def _weights(self, path: str, results: Mapping[str, Any]) -> Any:
        tensor = results[path]
        weights = cotangent(list(results).index(path), tuple(tensor.shape))
        return torch.tensor(weights, dtype=tensor.dtype, device=tensor.device)

    @contextmanager
    def _restored(self) -> Iterator[None]:
        """The networks have copies of their buffers for a while, and the generator goes on from where it was."""
        parts = [part for root in self.modules.roots for part in root.modules()]
        buffers = [(part._buffers, dict(part._buffers)) for part in parts]
        for held, before in buffers:
            held.update({name: None if buffer is None else buffer.clone() for name, buffer in before.items()})
        generator, stream = torch.get_rng_state(), self.modules.stream
        stream.check()
        try:
            yield
        finally:
            stream.check()
            torch.set_rng_state(generator)
            for held, before in buffers:
                held.update(before)
