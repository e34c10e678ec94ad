"""The PyTorch side of a run: what it draws, where its modules start, and how its training goes."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook

from .clock import mark_clocks
from .course import Course
from .focus import Focus
from .patches import Patches
from .recorder import Recorder
from .torch_draws import hook_draws

_CALLS = 3
_INNER_DROPOUT = ("MultiheadAttention", "RNN", "LSTM", "GRU")


def prepare() -> None:
    """Let torchvision import beside a CPU build of torch that does not know its operators."""
    try:
        import torchvision  # noqa: F401
    except ModuleNotFoundError:
        return
    except RuntimeError:
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        _declare_operators()


def _declare_operators() -> None:
    global _library
    _library = torch.library.Library("torchvision", "DEF")
    _library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")


_library: Any = None


def read(value: Any) -> Any:
    """A copy of a tensor as a numpy array, or None when `value` is no tensor."""
    if not isinstance(value, torch.Tensor):
        return None
    plain = value.detach()
    if plain.is_sparse or plain.is_quantized:
        return None
    if plain.dtype is torch.bfloat16:
        plain = plain.float()
    return np.array(plain.resolve_conj().resolve_neg().cpu().numpy())


def sync() -> None:
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.synchronize()


class Modules:
    """The modules that the program calls itself, with their weights as they were at the first call."""

    def __init__(self, recorder: Recorder, trace: bool) -> None:
        self.recorder = recorder
        self.trace = trace
        self.roots: list[Any] = []
        self.places: dict[int, tuple[int, str]] = {}
        self._depth = threading.local()

    def call(self, original: Any) -> Any:
        def __call__(module: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
            depth = getattr(self._depth, "value", 0)
            if depth == 0 and id(module) not in self.places:
                self._enter(module)
            if module.training and getattr(module, "dropout", 0) and type(module).__name__ in _INNER_DROPOUT:
                self.recorder.doubt(f"the dropout inside {type(module).__name__} cannot be shared")
            self._depth.value = depth + 1
            try:
                result = original(module, *args, **kwargs)
            finally:
                self._depth.value = depth
            place = self.places.get(id(module))
            if place is not None and (self.trace or depth == 0):
                self._leave(place, result)
            return result

        return __call__

    def _enter(self, module: Any) -> None:
        state = {name: read(value) for name, value in module.state_dict().items()}
        if not state:
            return
        index = len(self.roots)
        self.roots.append(module)
        for path, part in module.named_modules():
            self.places.setdefault(id(part), (index, path))
        kept = {name: self.recorder.keep(value) for name, value in state.items() if value is not None}
        self.recorder.roots.append({"type": type(module).__name__, "state": kept, "line": self.recorder.line()})

    def _leave(self, place: tuple[int, str], result: Any) -> None:
        index, path = place
        results = result if isinstance(result, (tuple, list)) else (result,)
        call = self.recorder.count(f"call {index} {path}")
        for number, part in enumerate(results):
            if not isinstance(part, torch.Tensor):
                continue
            if path == "" and call < _CALLS:
                key = f"{index}.{call}.{number}"
                self.recorder.value("output", key, read(part), line=self.recorder.line(), root=index, call=call)
            if self.trace:
                self.recorder.event(f"call {index} {path} {number}", read(part), self.recorder.line())

    def gradients(self) -> dict[tuple[int, str], Any]:
        return {
            (index, name): read(parameter.grad)
            for index, root in enumerate(self.roots)
            for name, parameter in root.named_parameters()
            if parameter.grad is not None
        }

    def weights(self) -> dict[tuple[int, str], Any]:
        return {
            (index, name): read(value)
            for index, root in enumerate(self.roots)
            for name, value in root.state_dict().items()
            if not name.endswith("num_batches_tracked")
        }


def hook_training(patches: Patches, modules: Modules, course: Course, double: bool) -> None:
    """Observe backward() and the optimizers' steps."""
    recorder = modules.recorder
    inside = threading.local()

    def backward(original: Any) -> Any:
        def wrapper(tensors: Any, *args: Any, **kwargs: Any) -> Any:
            outer = not getattr(inside, "value", False)
            inside.value = True
            try:
                if outer:
                    for tensor in tensors if isinstance(tensors, (tuple, list)) else (tensors,):
                        _observe_loss(tensor, course, modules.trace)
                return original(tensors, *args, **kwargs)
            finally:
                inside.value = not outer

        return wrapper

    patches.wrap(torch.Tensor, "backward", backward)
    patches.wrap(torch.autograd, "backward", backward)

    def before(optimizer: Any, args: Any, kwargs: Any) -> None:
        if double:
            _round_settings(optimizer)
        observe_step(recorder, modules.gradients(), "gradient", modules.trace)

    def after(optimizer: Any, args: Any, kwargs: Any) -> None:
        recorder.steps += 1
        if modules.trace:
            observe_step(recorder, modules.weights(), "weight", True)

    patches.on_undo(register_optimizer_step_pre_hook(before).remove)
    patches.on_undo(register_optimizer_step_post_hook(after).remove)


def observe_step(recorder: Recorder, arrays: dict[tuple[int, str], Any], kind: str, trace: bool) -> None:
    """Gradients before the first step are compared; in a traced run every step leaves its sketches."""
    line = recorder.line()
    for (index, name), array in arrays.items():
        if kind == "gradient" and recorder.steps == 0:
            recorder.value(kind, f"{index}.{name}", array, line=line, root=index, name=name)
        if trace:
            recorder.event(f"{kind} {index} {name}", array, line)


def _observe_loss(tensor: Any, course: Course, trace: bool) -> None:
    course.loss(tensor.detach())
    if trace:
        course.recorder.event("loss", read(tensor.detach().mean()), course.recorder.line())


def _round_settings(optimizer: Any) -> None:
    """MXNet's optimizers keep their settings in float32, so a float64 run of both must use the same numbers."""
    for group in optimizer.param_groups:
        for name, value in group.items():
            if isinstance(value, float):
                group[name] = float(np.float32(value))


def hook_data(patches: Patches, course: Course) -> None:
    """Record the order in which samplers draw, and time the passes over loaders."""
    recorder = course.recorder

    def order(original: Any) -> Any:
        def __iter__(sampler: Any) -> Any:  # noqa: N807
            indices = list(original(sampler))
            recorder.draws.append({"kind": "order", "array": recorder.keep(np.asarray(indices, dtype=np.int64))})
            return iter(indices)

        return __iter__

    for name in ("RandomSampler", "SubsetRandomSampler", "WeightedRandomSampler"):
        patches.wrap(getattr(torch.utils.data, name), "__iter__", order)
    patches.wrap(torch.utils.data.DataLoader, "__iter__", lambda original: lambda loader: course.over(original(loader)))


def install(recorder: Recorder, request: dict[str, Any], scratch: Path) -> tuple[Patches, Modules, Course]:
    """Hook everything that a run observes."""
    patches = Patches()
    modules = Modules(recorder, request["trace"])
    double = request["precision"] == "float64"
    course = Course(recorder, read, sync, widen if double else lambda batch: batch)
    mark_clocks(patches)
    patches.wrap(torch.nn.Module, "__call__", modules.call)
    hook_training(patches, modules, course, double)
    hook_data(patches, course)
    hook_draws(patches, recorder, read)
    if double:
        _double(patches)
    torch.manual_seed(0)
    return patches, modules, course


def focus(name: str, recorder: Recorder, modules: Modules) -> Focus:
    """Watch the calls of one function or class."""
    return Focus(name, recorder, read, lambda array, _: torch.tensor(array), lambda module: None)


def widen(batch: Any) -> Any:
    """A batch with its float32 tensors in float64."""
    if isinstance(batch, torch.Tensor):
        return batch.double() if batch.dtype is torch.float32 else batch
    if isinstance(batch, (tuple, list)):
        parts = [widen(part) for part in batch]
        return type(batch)(*parts) if hasattr(batch, "_fields") else type(batch)(parts)
    if isinstance(batch, dict):
        return {name: widen(part) for name, part in batch.items()}
    return batch


def _double(patches: Patches) -> None:
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    patches.on_undo(lambda: torch.set_default_dtype(before))
    mode = _DoubleMode()
    mode.__enter__()
    patches.on_undo(lambda: mode.__exit__(None, None, None))


class _DoubleMode(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
    """Reads every mention of float32 in the program as float64."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is torch.Tensor.float:
            func = torch.Tensor.double
        args = tuple(torch.float64 if arg is torch.float32 else arg for arg in args)
        named = {name: torch.float64 if arg is torch.float32 else arg for name, arg in (kwargs or {}).items()}
        result = func(*args, **named)
        if func in (torch.tensor, torch.as_tensor, torch.from_numpy, torch.asarray):
            return result.double() if result.dtype is torch.float32 else result
        return result


def accelerator() -> tuple[bool, str]:
    """Whether PyTorch can use a GPU here, and its name or the reason why not."""
    if torch.version.cuda is None and getattr(torch.version, "hip", None) is None:
        return False, "this build of PyTorch is for the CPU only"
    if not torch.cuda.is_available():
        return False, "PyTorch finds no GPU that it can use"
    return True, str(torch.cuda.get_device_name(0))


def on_accelerator(modules: Modules) -> bool:
    """Whether the program has put anything on the GPU."""
    return bool(torch.cuda.is_available() and torch.cuda.is_initialized() and torch.cuda.max_memory_allocated() > 0)


def versions() -> dict[str, str]:
    found = {"torch": str(torch.__version__)}
    if "torchvision" in sys.modules:
        found["torchvision"] = str(sys.modules["torchvision"].__version__)
    return found
