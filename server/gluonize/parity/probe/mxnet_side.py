"""The MXNet side of a run: it starts from what the PyTorch side recorded, and is observed in the same way."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path
from typing import Any

import numpy as np

from . import aliases

aliases.put_back()

import mxnet as mx  # noqa: E402

from .clock import mark_clocks  # noqa: E402
from .correspondence import pair  # noqa: E402
from .course import Course  # noqa: E402
from .focus import Focus  # noqa: E402
from .mxnet_double import double_everything, widen  # noqa: E402
from .mxnet_draws import finish, hook_draws  # noqa: E402
from .patches import Patches  # noqa: E402
from .recorder import Recorder  # noqa: E402
from .replay import Replay  # noqa: E402

_CALLS = 3


def sync() -> None:
    mx.nd.waitall()


def prepare() -> None:
    """Nothing is left to prepare once MXNet is imported."""


def read(value: Any) -> Any:
    """A copy of an NDArray as a numpy array, or None when `value` is none."""
    return value.asnumpy() if isinstance(value, mx.nd.NDArray) else None


class Blocks:
    """The blocks that the program calls itself; each gets PyTorch's recorded weights before its first call."""

    def __init__(self, recorder: Recorder, replay: Replay, trace: bool, double: bool) -> None:
        self.recorder = recorder
        self.replay = replay
        self.trace = trace
        self.double = double
        self.roots: list[Any] = []
        self.names: list[dict[str, str]] = []
        self.places: dict[int, tuple[int, str]] = {}
        self._carried: set[int] = set()
        self._depth = threading.local()

    def call(self, original: Any) -> Any:
        def __call__(block: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
            depth = getattr(self._depth, "value", 0)
            if depth == 0 and id(block) not in self.places:
                self._enter(block)
            place = self.places.get(id(block))
            if self.double and depth == 0 and place is not None:
                args = tuple(widen(arg) for arg in args)
            self._depth.value = depth + 1
            try:
                result = original(block, *args, **kwargs)
            finally:
                self._depth.value = depth
            if place is not None and (self.trace or depth == 0):
                self._leave(place, result)
            return result

        return __call__

    def _enter(self, block: Any) -> None:
        parameters = parameters_of(block)
        if not parameters:
            return
        index = len(self.roots)
        self.roots.append(block)
        self._place(block, index, "")
        self.recorder.roots.append({"type": type(block).__name__, "state": {}, "line": self.recorder.line()})
        if self.double:
            block.cast("float64")
        self.names.append(self._carry(index, parameters))

    def _place(self, block: Any, index: int, path: str) -> None:
        self.places.setdefault(id(block), (index, path))
        for name, child in block._children.items():
            self._place(child, index, f"{path}.{name}" if path else name)

    def _carry(self, index: int, parameters: dict[str, Any]) -> dict[str, str]:
        """Set the block's parameters from the recorded state; what does not fit is a problem of the run."""
        state = self.replay.state(index)
        title = f"{type(self.roots[index]).__name__} (number {index + 1} of the modules that the program calls)"
        if state is None:
            self.recorder.problem(f"the MXNet program calls {title}, but the PyTorch program has no such module")
            return {}
        names, lost, left = pair(state, parameters, self.replay.known)
        left = [name for name in left if id(parameters[name]) not in {id(parameters[n]) for n in names.values()}]
        if lost or left:
            detail = (
                f"PyTorch has {', '.join(lost) or 'nothing'} and MXNet has {', '.join(left) or 'nothing'} left over"
            )
            self.recorder.problem(f"the weights of {title} do not correspond: {detail}")
        for name, own in names.items():
            self._set(title, name, own, parameters[own], state[name])
        return names

    def _set(self, title: str, name: str, own: str, parameter: Any, array: Any) -> None:
        if id(parameter) in self._carried or (parameter._data is None and not parameter._deferred_init):
            return
        shape = parameter.shape
        if shape is not None and not _fits(shape, array.shape):
            self.recorder.problem(
                f"{name} of {title} has shape {array.shape} in PyTorch and {own} has {shape} in MXNet"
            )
            return
        self._carried.add(id(parameter))
        make = mx.np.array if mx.util.is_np_array() else mx.nd.array
        with mx.autograd.pause():
            parameter.set_data(make(array, dtype="float64" if self.double else parameter.dtype))

    def _leave(self, place: tuple[int, str], result: Any) -> None:
        index, path = place
        results = result if isinstance(result, (tuple, list)) else (result,)
        call = self.recorder.count(f"call {index} {path}")
        for number, part in enumerate(results):
            if not isinstance(part, mx.nd.NDArray):
                continue
            if path == "" and call < _CALLS:
                key = f"{index}.{call}.{number}"
                self.recorder.value("output", key, read(part), line=self.recorder.line(), root=index, call=call)
            if self.trace:
                self.recorder.event(f"call {index} {path} {number}", read(part), self.recorder.line())

    def gradients(self, scale: float) -> dict[tuple[int, str], Any]:
        """The gradients as the optimizer will use them: `scale` is what the trainer multiplies them by."""
        return {
            key: read(parameter.grad()) * scale
            for key, parameter in self.parameters()
            if parameter.grad_req != "null" and parameter._grad is not None
        }

    def weights(self) -> dict[tuple[int, str], Any]:
        return {key: read(parameter.data()) for key, parameter in self.parameters() if parameter._data is not None}

    def parameters(self) -> list[tuple[tuple[int, str], Any]]:
        """The parameters that have been paired, by root and PyTorch's name."""
        found = []
        for index, (root, names) in enumerate(zip(self.roots, self.names, strict=True)):
            parameters = parameters_of(root)
            found += [((index, name), parameters[own]) for name, own in names.items() if own in parameters]
        return found


def parameters_of(block: Any, prefix: str = "") -> dict[str, Any]:
    """The parameters of a block and its children by their attributes, as PyTorch names its own."""
    found = {prefix + name: parameter for name, parameter in block._reg_params.items()}
    for name, child in block._children.items():
        found.update(parameters_of(child, f"{prefix}{name}."))
    return found


def _fits(shape: tuple[int, ...], given: tuple[int, ...]) -> bool:
    """Whether a parameter of `shape`, in which 0 is not known yet, can take an array of shape `given`."""
    return len(shape) == len(given) and all(own in (0, -1, other) for own, other in zip(shape, given, strict=True))


def hook_training(patches: Patches, blocks: Blocks, course: Course) -> None:
    """Observe backward() and the trainers' steps."""
    recorder = blocks.recorder

    def backward(original: Any) -> Any:
        def wrapper(heads: Any, *args: Any, **kwargs: Any) -> Any:
            for head in heads if isinstance(heads, (tuple, list)) else (heads,):
                course.loss(head.detach())
                if blocks.trace:
                    recorder.event("loss", np.asarray(read(head).mean()), recorder.line())
            return original(heads, *args, **kwargs)

        return wrapper

    patches.wrap(mx.nd.NDArray, "backward", backward)
    patches.wrap(mx.autograd, "backward", backward)

    def step(original: Any) -> Any:
        def wrapper(trainer: Any, batch_size: Any, *args: Any, **kwargs: Any) -> Any:
            gradients = blocks.gradients(trainer._scale / batch_size)
            _observe_step(recorder, gradients, "gradient", blocks.trace)
            result = original(trainer, batch_size, *args, **kwargs)
            recorder.steps += 1
            if blocks.trace:
                _observe_step(recorder, blocks.weights(), "weight", True)
            return result

        return wrapper

    patches.wrap(mx.gluon.Trainer, "step", step)
    patches.wrap(mx.gluon.Trainer, "update", step)


def _observe_step(recorder: Recorder, arrays: dict[tuple[int, str], Any], kind: str, trace: bool) -> None:
    line = recorder.line()
    for (index, name), array in arrays.items():
        if kind == "gradient" and recorder.steps == 0:
            recorder.value(kind, f"{index}.{name}", array, line=line, root=index, name=name)
        if trace:
            recorder.event(f"{kind} {index} {name}", array, line)


def hook_data(patches: Patches, course: Course, replay: Replay, scratch: Path) -> None:
    """Give samplers PyTorch's order, time the passes, and take data sets from disk as they are."""
    patches.wrap(mx.gluon.data.RandomSampler, "__iter__", replay.order)
    patches.wrap(mx.gluon.data.DataLoader, "__iter__", lambda original: lambda loader: course.over(original(loader)))
    patches.wrap(
        mx.gluon.data.vision.datasets, "download", lambda _: lambda url, path=None, **__: _local(url, path, scratch)
    )


def _local(url: str, path: str | None, scratch: Path) -> str:
    """The file that gluon would download, from disk; also from its unpacked form, as torchvision leaves it."""
    name = url.rsplit("/", 1)[-1]
    file = Path(path or ".")
    file = file / name if file.is_dir() else file
    if file.is_file():
        return str(file)
    plain = file.with_suffix("")
    if file.suffix == ".gz" and plain.is_file():
        packed = scratch / file.name
        with gzip.open(packed, "wb", compresslevel=1) as out:
            out.write(plain.read_bytes())
        return str(packed)
    raise FileNotFoundError(f"{file} does not exist, and a comparison never downloads; put the data set there")


def install(recorder: Recorder, request: dict[str, Any], scratch: Path) -> tuple[Patches, Blocks, Course]:
    """Hook everything that a run observes, and everything that it is given."""
    patches = Patches()
    double = request["precision"] == "float64"
    replay = Replay(recorder, Path(request["reference"]), request["known"])
    blocks = Blocks(recorder, replay, request["trace"], double)
    course = Course(recorder, read, sync, widen if double else lambda batch: batch)
    mark_clocks(patches)
    if double:
        double_everything(patches)
    if request["trace"] or double:
        # A hybridized block runs without calling its children, which are to be observed and widened one by one.
        patches.wrap(mx.gluon.HybridBlock, "hybridize", lambda _: lambda block, active=True, **flags: None)
    patches.wrap(mx.gluon.Block, "__call__", blocks.call)
    hook_training(patches, blocks, course)
    hook_data(patches, course, replay, scratch)
    hook_draws(patches, recorder, replay)
    patches.on_undo(replay.close)
    patches.on_undo(lambda: finish(recorder, replay))
    patches.on_undo(_restore_numpy_mode)
    mx.random.seed(0)
    return patches, blocks, course


def focus(name: str, recorder: Recorder, blocks: Blocks) -> Focus:
    """Watch the calls of one function or class, which get the arguments that PyTorch's calls had."""
    replay = blocks.replay
    calls = replay.run["calls"]
    given = [{key: replay.array(array) for key, array in call["inputs"].items()} for call in calls]
    return Focus(name, recorder, read, _like, lambda block: block.initialize(), given)


def _like(array: Any, like: Any) -> Any:
    make = mx.np.array if mx.util.is_np_array() else mx.nd.array
    return make(array, dtype=array.dtype if like is None else like.dtype)


def _restore_numpy_mode() -> None:
    if mx.util.is_np_array() or mx.util.is_np_shape():
        mx.npx.reset_np()


def accelerator() -> tuple[bool, str]:
    """Whether MXNet can use a GPU here, and its name or the reason why not."""
    if not mx.runtime.Features().is_enabled("CUDA"):
        return False, "this build of MXNet is for the CPU only"
    try:
        mx.nd.ones((1,), ctx=mx.gpu()).asnumpy()
    except mx.MXNetError as error:
        return False, f"MXNet's CUDA build cannot use the GPU: {str(error).splitlines()[-1]}"
    return True, str(mx.gpu())


def on_accelerator(blocks: Blocks) -> bool:
    """Whether the program has put a block on the GPU."""
    parameters = [parameter for _, parameter in blocks.parameters() if parameter._data is not None]
    return any(context.device_type == "gpu" for parameter in parameters for context in parameter.list_ctx())


def versions() -> dict[str, str]:
    return {"mxnet": str(mx.__version__)}
