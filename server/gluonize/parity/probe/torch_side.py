"""The PyTorch side of a run: what it draws, where its modules start, and how its training goes."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook

from . import torch_device
from .blank import hook_memory
from .calls import Calls
from .capture import Capture
from .clock import mark_clocks
from .course import Course
from .lines import Lines
from .patches import Patches
from .recorder import Recorder
from .torch_calls import TorchFramework
from .torch_double import double_everything, widen
from .torch_draws import hook_draws
from .torch_examiner import TorchExaminer
from .torch_making import TorchMaker
from .torch_modes import hook_modes
from .torch_modules import Modules, read
from .torch_stream import Stream
from .watching import Watch


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


def sync() -> None:
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.synchronize()


def hook_training(patches: Patches, modules: Modules, course: Course, double: bool) -> None:
    """Observe backward() and the optimizers' steps."""
    recorder = modules.recorder
    inside = threading.local()

    def backward(original: Any) -> Any:
        def wrapper(tensors: Any, *args: Any, **kwargs: Any) -> Any:
            outer = not getattr(inside, "value", False)
            inside.value = True
            try:
                if outer and modules.examiner is not None:
                    modules.examiner.passes += 1
                if outer:
                    for tensor in tensors if isinstance(tensors, (tuple, list)) else (tensors,):
                        _observe_loss(tensor, course, modules.trace)
                return original(tensors, *args, **kwargs)
            finally:
                inside.value = not outer

        return wrapper

    patches.wrap(torch.Tensor, "backward", backward)
    patches.wrap(torch.autograd, "backward", backward)

    def before(optimizer: Any, args: Any, kwargs: Any) -> Any:
        if double:
            _round_settings(optimizer)
        return _after_closure(gradients, args, kwargs)

    def gradients() -> None:
        if modules.trace or recorder.steps == 0:
            found = modules.gradients()
            recorder.observe("gradient", found, modules.trace)
            modules.step("gradient", found)

    def after(optimizer: Any, args: Any, kwargs: Any) -> None:
        recorder.step()
        course.timer.stepped()
        if modules.trace or recorder.again is not None:
            weights = modules.weights()
            recorder.observe("weight", weights, modules.trace)
            modules.step("weight", weights)

    patches.on_undo(register_optimizer_step_pre_hook(before).remove)
    patches.on_undo(register_optimizer_step_post_hook(after).remove)


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


def _after_closure(observe: Any, args: Any, kwargs: Any) -> Any:
    """Observe at once, or behind each call of a step's closure, which the new arguments hold then."""
    closure = kwargs.get("closure", args[1] if len(args) > 1 else None)
    if closure is None:
        observe()
        return None

    def observed() -> Any:
        result = closure()
        observe()
        return result

    return args[:1], {**kwargs, "closure": observed}


def hook_data(patches: Patches, course: Course, stream: Stream) -> None:
    """Record the order in which samplers draw, and time the passes over loaders."""
    recorder = course.recorder

    def order(original: Any) -> Any:
        def __iter__(sampler: Any) -> Any:  # noqa: N807
            with stream.accounted():
                indices = list(original(sampler))
            recorder.draws.append({"kind": "order", "array": recorder.keep(np.asarray(indices, dtype=np.int64))})
            return iter(indices)

        return __iter__

    for name in ("RandomSampler", "SubsetRandomSampler", "WeightedRandomSampler"):
        patches.wrap(getattr(torch.utils.data, name), "__iter__", order)

    def passing(original: Any) -> Any:
        begin = stream.accounting(original)  # it draws a seed for workers
        return lambda loader: course.over(begin(loader))

    patches.wrap(torch.utils.data.DataLoader, "__iter__", passing)


def install(recorder: Recorder, request: dict[str, Any], scratch: Path, patches: Patches) -> tuple[Modules, Course]:
    """Hook everything that a run observes."""
    double = request["precision"] == "float64"
    course = Course(recorder, read, sync, widen if double else lambda batch: batch)
    modules = Modules(recorder, request["trace"], course.timer)
    mark_clocks(patches)
    if double:
        double_everything(patches)  # first, so that what asks who draws looks past it
    patches.wrap(torch.nn.Module, "__call__", modules.call)
    if request["units"]:
        patches.wrap(torch.nn.Module, "__init__", modules.made)
    hook_training(patches, modules, course, double)
    torch.manual_seed(0)
    stream = modules.stream = Stream(patches, recorder)
    hook_data(patches, course, stream)
    hook_draws(patches, recorder, stream, read)
    makers = ((torch, "empty"), (torch, "empty_like"), (torch.Tensor, "new_empty"))
    hook_memory(patches, makers, recorder.label, lambda tensor: tensor.detach().zero_())
    if not double:
        hook_modes(patches, recorder)
    return modules, course


def watch(focus: dict[str, Any], recorder: Recorder, modules: Modules, course: Course) -> Watch:
    """Watch the calls of one definition, or lines."""
    if focus["kind"] == "lines":
        return Lines(focus, recorder, read, modules.gradients, modules.weights)
    if focus["kind"] == "captured":
        return Capture(focus, recorder)
    return Calls(focus, recorder, TorchFramework(modules), TorchMaker(focus, recorder, modules), course)


def examiner(request: dict[str, Any], recorder: Recorder, modules: Modules) -> TorchExaminer:
    """Keep what the statements of the request's units read and make."""
    found = modules.examiner = TorchExaminer(request["units"], recorder, modules)
    return found


def on_accelerator(modules: Modules) -> bool:
    """Whether the program has put anything on the GPU."""
    return torch_device.used()


def versions() -> dict[str, str]:
    found = {"torch": str(torch.__version__)}
    if "torchvision" in sys.modules:
        found["torchvision"] = str(sys.modules["torchvision"].__version__)
    return found
