"""The MXNet side of a run: it starts from what the PyTorch side recorded, and is observed in the same way."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import numpy as np

from . import aliases, cuda_libraries

aliases.put_back()
cuda_libraries.prepare("mxnet", "libmxnet.so")

import mxnet as mx  # noqa: E402

from .blank import hook_memory  # noqa: E402
from .calls import Calls  # noqa: E402
from .clock import mark_clocks  # noqa: E402
from .course import Course  # noqa: E402
from .lines import Lines  # noqa: E402
from .mxnet_blocks import Blocks, read  # noqa: E402
from .mxnet_calls import MxnetFramework, MxnetMaker  # noqa: E402
from .mxnet_cuts import write  # noqa: E402
from .mxnet_double import double_everything, round_settings, widen  # noqa: E402
from .mxnet_drawn import Drawn  # noqa: E402
from .mxnet_draws import finish, hook_draws  # noqa: E402
from .mxnet_early import Early  # noqa: E402
from .mxnet_examiner import MXNetExaminer  # noqa: E402
from .patches import Patches  # noqa: E402
from .recorder import Recorder  # noqa: E402
from .replay import Replay  # noqa: E402
from .watching import Watch  # noqa: E402


def sync() -> None:
    mx.nd.waitall()


def prepare() -> None:
    """Nothing is left to prepare once MXNet is imported."""


def hook_training(patches: Patches, blocks: Blocks, course: Course) -> None:
    """Observe backward() and the trainers' steps."""
    recorder = blocks.recorder

    def backward(original: Any) -> Any:
        def wrapper(heads: Any, *args: Any, **kwargs: Any) -> Any:
            for head in heads if isinstance(heads, (tuple, list)) else (heads,):
                course.loss(head.detach())
                if blocks.trace:
                    recorder.event("loss", np.asarray(read(head).mean()), recorder.line())
            if blocks.examiner is not None and blocks.examiner.feed is not None:
                given = kwargs.pop("out_grad", kwargs.pop("head_grads", args[0] if args else None))
                return blocks.examiner.feed.cuts.backward(heads, given, *args[1:], **kwargs)
            return original(heads, *args, **kwargs)

        return wrapper

    patches.wrap(mx.nd.NDArray, "backward", backward)
    patches.wrap(mx.autograd, "backward", backward)

    def step(original: Any) -> Any:
        def wrapper(trainer: Any, batch_size: Any, *args: Any, **kwargs: Any) -> Any:
            if blocks.double:
                round_settings(trainer.optimizer)
            if blocks.trace or recorder.steps == 0:
                scale = trainer._scale / batch_size
                gradients = blocks.gradients(scale, trainer._params)
                recorder.observe("gradient", gradients, blocks.trace)
                if blocks.examiner is not None:
                    _feed_gradients(blocks, blocks.examiner.gradients(gradients, scale), scale)
            result = original(trainer, batch_size, *args, **kwargs)
            recorder.step()
            course.timer.stepped()
            if blocks.trace or recorder.again is not None:
                weights = blocks.weights()
                recorder.observe("weight", weights, blocks.trace)
                if blocks.examiner is not None:
                    blocks.examiner.weights(weights)
            return result

        return wrapper

    patches.wrap(mx.gluon.Trainer, "step", step)
    patches.wrap(mx.gluon.Trainer, "update", step)


def _feed_gradients(blocks: Blocks, given: dict[str, Any], scale: float) -> None:
    """Let the step use PyTorch's gradients."""
    for (index, name), parameter in blocks.parameters():
        if f"{index} {name}" in given and parameter._grad is not None:
            for own in parameter.list_grad():
                write(own, given[f"{index} {name}"] / scale)


def hook_data(patches: Patches, course: Course, replay: Replay, scratch: Path) -> None:
    """Give samplers PyTorch's order, time the passes, and take data sets from disk as they are."""
    patches.wrap(mx.gluon.data.RandomSampler, "__iter__", replay.order)
    patches.wrap(mx.gluon.data.BatchSampler, "__init__", lambda original: _ordered(original, replay))
    patches.wrap(mx.gluon.data.DataLoader, "__iter__", lambda original: lambda loader: course.over(original(loader)))
    patches.wrap(
        mx.gluon.data.vision.datasets, "download", lambda _: lambda url, path=None, **__: _local(url, path, scratch)
    )


_DRAWING = ("SubsetRandomSampler", "WeightedRandomSampler")
"""Samplers that a conversion brings along, as Gluon has none like them."""


def _ordered(original: Any, replay: Replay) -> Any:
    def __init__(batches: Any, sampler: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        cls = type(sampler)
        if cls.__name__ in _DRAWING and not hasattr(cls, "_drawn"):
            cls._drawn, cls.__iter__ = cls.__iter__, replay.order(cls.__iter__)
        original(batches, sampler, *args, **kwargs)

    return __init__


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


def install(recorder: Recorder, request: dict[str, Any], scratch: Path, patches: Patches) -> tuple[Blocks, Course]:
    """Hook everything that a run observes, and everything that it is given."""
    double = request["precision"] == "float64"
    replay = Replay(recorder, Path(request["reference"]), request["known"])
    course = Course(recorder, read, sync, widen if double else lambda batch: batch)
    early = Early(patches, recorder, replay, request["early"])
    drawn = Drawn(patches, any(root["late"] for root in replay.run["roots"]))
    blocks = Blocks(recorder, replay, request["trace"], double, course.timer, early, drawn)
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
    makers = ((mx.nd, "empty"), (mx.np, "empty"), (mx.np, "empty_like"))
    hook_memory(patches, makers, recorder.label, _clear)
    patches.on_undo(lambda: finish(recorder, replay))
    patches.on_undo(_restore_numpy_mode)
    mx.random.seed(0)
    mx.name.NameManager._current.value = mx.name.NameManager()  # as in a new process: trainers sort weights by name
    return blocks, course


def _clear(array: Any) -> None:
    """Set all numbers to 0; nd has no arrays without axes."""
    if array.ndim or isinstance(array, mx.np.ndarray):
        array[() if array.ndim == 0 else slice(None)] = 0


def watch(focus: dict[str, Any], recorder: Recorder, blocks: Blocks, course: Course) -> Watch:
    """Watch lines, or the calls of one definition, which get the arguments that PyTorch's calls had."""
    if focus["kind"] == "lines":
        return Lines(focus, recorder, read, lambda: blocks.gradients(1 / course.elements()), blocks.weights)
    given = [
        {**call, **{kind: blocks.replay.arrays(call[kind]) for kind in ("inputs", "state")}}
        for call in blocks.replay.run["calls"]
    ]
    return Calls(focus, recorder, MxnetFramework(blocks), MxnetMaker(focus["name"]), course, given, blocks.share)


def _restore_numpy_mode() -> None:
    if mx.util.is_np_array() or mx.util.is_np_shape():
        mx.npx.reset_np()


def examiner(request: dict[str, Any], recorder: Recorder, blocks: Blocks) -> MXNetExaminer:
    """Compare what the statements of the request's units make with what PyTorch's have made."""
    found = blocks.examiner = MXNetExaminer(request, recorder, blocks, blocks.replay)
    return found


def on_accelerator(blocks: Blocks) -> bool:
    """Whether the program has put a block on the GPU."""
    parameters = [parameter for _, parameter in blocks.parameters() if parameter._data is not None]
    return any(context.device_type == "gpu" for parameter in parameters for context in parameter.list_ctx())


def versions() -> dict[str, str]:
    return {"mxnet": str(mx.__version__)}
