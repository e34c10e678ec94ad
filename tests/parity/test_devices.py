"""Where programs run, and why; GPUs are simulated, see tests/parity/test_gpu.py for a real one."""

from __future__ import annotations

import ctypes
import importlib
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from gluonize.parity.probe import aliases, torch_device
from gluonize.parity.probe.accelerators import (
    PUBLISHED,
    Finding,
    architectures,
    covered,
    mxnet_finding,
    outcome,
    plan,
    runs,
)
from gluonize.parity.probe.cuda_libraries import make_loadable
from gluonize.parity.probe.driver import ask
from gluonize.parity.probe.patches import Patches
from gluonize.parity.probe.recorder import Recorder
from gluonize.parity.texts import names_device

from .conftest import Comparison

L4, H100 = ("NVIDIA L4", (8, 9)), ("NVIDIA H100", (9, 0))


@pytest.fixture
def patches() -> Iterator[Patches]:
    made = Patches()
    yield made
    made.undo()


@pytest.mark.parametrize("capability", [(5, 0), (5, 2), (6, 1), (7, 5), (8, 0), (8, 6), (8, 9)])
def test_the_published_builds_of_mxnet_reach_up_to_8_9(capability: tuple[int, int]) -> None:
    assert runs(PUBLISHED, capability)


@pytest.mark.parametrize("capability", [(3, 7), (9, 0), (10, 0), (12, 0)])
def test_the_published_builds_of_mxnet_have_nothing_for_others(capability: tuple[int, int]) -> None:
    assert not runs(PUBLISHED, capability)


def test_intermediate_code_runs_on_newer_gpus() -> None:
    machine_code, intermediate = architectures(["sm_75", "sm_80", "sm_90a", "compute_90", "gfx90a"])
    assert (machine_code, intermediate) == ([(7, 5), (8, 0), (9, 0)], [(9, 0)])
    assert runs(machine_code, (12, 0), intermediate)
    assert not runs(machine_code, (12, 0))
    assert not runs(machine_code, (7, 0), intermediate)


def test_a_gpu_that_mxnet_has_no_code_for_is_named_with_its_capability() -> None:
    found = mxnet_finding(H100, "RuntimeError: no kernel image is available")
    assert found == Finding(
        False,
        "MXNet 1.9.1's published CUDA build has no code for the GPU (NVIDIA H100, compute capability 9.0): "
        "it has 5.0, 6.0, 7.0, 8.0, 8.6",
        "NVIDIA H100",
    )


@pytest.mark.parametrize(
    ("gpu", "problem", "usable", "reason"),
    [
        (L4, "", True, "NVIDIA L4, compute capability 8.9"),
        (L4, "no memory", False, "MXNet fails on the GPU (NVIDIA L4, compute capability 8.9): no memory"),
        (H100, "", True, "NVIDIA H100"),
    ],
)
def test_a_calculation_has_the_last_word(gpu: Any, problem: str, usable: bool, reason: str) -> None:
    found = mxnet_finding(gpu, problem)
    assert (found.usable, found.reason) == (usable, reason)


def test_torch_code_for_the_gpu() -> None:
    about = covered("this build of PyTorch", H100, *architectures(["sm_80", "sm_90"]))
    assert about == Finding(True, "NVIDIA H100, compute capability 9.0", "NVIDIA H100")


class _Driver(SimpleNamespace):
    """A driver with one GPU, or with what `codes` answers."""

    def __init__(self, count: int = 1, **codes: int) -> None:
        super().__init__(**{name: lambda *_, code=code: code for name, code in codes.items()})
        self.count = count

    def cuInit(self, flags: int) -> int:  # noqa: N802
        return 0

    def cuDeviceGetCount(self, count: Any) -> int:  # noqa: N802
        count._obj.value = self.count
        return 0

    def cuDeviceGet(self, device: Any, number: int) -> int:  # noqa: N802
        return 0

    def cuDeviceGetName(self, name: Any, size: int, device: Any) -> int:  # noqa: N802
        ctypes.memmove(name, b"NVIDIA L4\0", 10)
        return 0

    def cuDeviceGetAttribute(self, number: Any, attribute: int, device: Any) -> int:  # noqa: N802
        number._obj.value = {75: 8, 76: 9}[attribute]
        return 0


def test_the_driver_tells_name_and_capability() -> None:
    assert ask(_Driver()) == L4
    assert ask(_Driver(count=0)) == "NVIDIA's driver sees no GPU"
    assert ask(_Driver(cuInit=100)) == "NVIDIA's driver does not start (error 100)"


GOOD, NONE = Finding(True, "NVIDIA L4", "NVIDIA L4"), Finding(False, "there is no NVIDIA driver")


@pytest.mark.parametrize(
    ("wanted", "found", "silent", "used", "device", "reason"),
    [
        ("auto", GOOD, True, True, "gpu", "NVIDIA L4; the program names no device and was moved there"),
        ("gpu", GOOD, True, True, "gpu", "NVIDIA L4; the program names no device and was moved there"),
        ("auto", GOOD, False, True, "gpu", "NVIDIA L4"),
        ("auto", GOOD, False, False, "cpu", "the program itself puts nothing on the GPU (NVIDIA L4)"),
        ("auto", NONE, True, False, "cpu", "there is no NVIDIA driver"),
        ("auto", NONE, False, False, "cpu", "there is no NVIDIA driver"),
        ("cpu", GOOD, True, False, "cpu", "as asked for"),
        ("cpu", NONE, False, False, "cpu", "as asked for"),
    ],
)
def test_every_case_says_where_and_why(
    wanted: str, found: Finding, silent: bool, used: bool, device: str, reason: str
) -> None:
    chosen = plan(wanted, found, silent)
    assert not chosen.refused
    assert outcome(chosen, found, used) == {
        "device": device,
        "reason": reason,
        "name": "NVIDIA L4" if device == "gpu" else "",
    }
    assert chosen.mapped is (device == "cpu" and "puts nothing" not in reason)


def test_a_gpu_that_was_demanded_is_refused_with_the_reason() -> None:
    chosen = plan("gpu", NONE, silent=True)
    assert (chosen.refused, chosen.reason) == (True, "there is no NVIDIA driver")


def test_a_program_that_fails_on_the_gpu_stays_with_the_reason() -> None:
    chosen = plan("auto", GOOD, silent=True, stay="moved to the GPU, the program fails: x")
    assert not chosen.moved
    assert outcome(chosen, GOOD, used=False)["reason"] == "moved to the GPU, the program fails: x"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("x = torch.ones(2)\nprint(x.cpu().numpy())\n", False),
        ("parser.add_argument('--name', help='the cpu of a computer')\n", False),
        ("x = torch.ones(2, device=None)\n", False),
        ("x = = 1\n", False),
        ("x = torch.ones(2, device=d)\n", True),
        ("x = torch.ones(2).cuda()\n", True),
        ("d = torch.device(name)\n", True),
        ("x.to('cuda:1')\n", True),
        ("d = 'cpu'\n", True),
        ("torch.set_default_device(d)\n", True),
    ],
)
def test_a_program_that_says_where_it_runs_is_known(text: str, named: bool) -> None:
    assert names_device(text) is named


def test_libraries_come_in_the_order_that_the_loader_asks_for(tmp_path: Path) -> None:
    for name in ("cublas/lib/libcublas.so.11", "cublas/lib/libcublasLt.so.11", "cudnn/lib/libcudnn.so.8"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for part in ("ops_infer", "cnn_infer"):
        (tmp_path / f"cudnn/lib/libcudnn_{part}.so.8").touch()
    needs = {
        "libmxnet.so": ["libcudnn.so.8", "libcublas.so.11"],
        "libcublas.so.11": ["libcublasLt.so.11"],
        "libcudnn_cnn_infer.so.8": ["libcudnn_ops_infer.so.8"],
    }
    order: list[str] = []

    def load(path: str) -> None:
        for need in needs.get(Path(path).name, ()):
            if need not in order:
                raise OSError(f"{need}: cannot open shared object file: No such file or directory")
        order.append(Path(path).name)

    loaded = make_loadable(tmp_path / "libmxnet.so", sorted(tmp_path.glob("*/lib")), load)
    assert loaded == ["libcudnn.so.8", "libcublasLt.so.11", "libcublas.so.11"]
    assert order == [
        *("libcudnn.so.8", "libcudnn_ops_infer.so.8", "libcudnn_cnn_infer.so.8"),
        *("libcublasLt.so.11", "libcublas.so.11", "libmxnet.so"),
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [("libcuda.so.1", "NVIDIA's driver"), ("libcufft.so.10", "install the nvidia-\\* package for CUDA 11 that has it")],
)
def test_a_library_that_is_nowhere_is_named(tmp_path: Path, name: str, words: str) -> None:
    def load(path: str) -> None:
        raise OSError(f"{name}: cannot open shared object file: No such file or directory")

    with pytest.raises(OSError, match=words):
        make_loadable(tmp_path / "libmxnet.so", [], load)


def test_real_libraries_are_found_without_a_search_path(tmp_path: Path) -> None:
    """Two small ELF libraries, of which one needs the other."""
    gcc = shutil.which("gcc")
    if gcc is None:
        pytest.skip("there is no gcc to build the libraries with")
    folder = tmp_path / "inner" / "lib"
    folder.mkdir(parents=True)

    def build(path: Path, text: str, *options: str) -> None:
        source = path.with_suffix(".c")
        source.write_text(text)
        subprocess.run([gcc, "-shared", "-fPIC", "-o", path, source, *options], check=True)

    build(folder / "libgluonize_inner.so.1", "int two(void) { return 2; }", "-Wl,-soname,libgluonize_inner.so.1")
    outer = tmp_path / "libgluonize_outer.so"
    build(outer, "int two(void); int four(void) { return 2 * two(); }", f"-L{folder}", "-l:libgluonize_inner.so.1")
    with pytest.raises(OSError, match="libgluonize_inner"):
        ctypes.CDLL(str(outer))
    assert make_loadable(outer, [folder]) == ["libgluonize_inner.so.1"]
    assert ctypes.CDLL(str(outer)).four() == 4


def test_what_a_moved_program_creates_lies_on_the_device(patches: Patches) -> None:
    torch_device.move(patches, "meta")
    made = [
        torch.ones(2),
        torch.randn(2),
        torch.tensor([1.0]),
        torch.from_numpy(np.ones(2)),
        torch.nn.Linear(2, 3).weight,
    ]
    made.append(torch.randperm(4, generator=torch.Generator()))
    assert {value.device.type for value in made} == {"meta"}
    patches.undo()
    assert torch.ones(2).device.type == "cpu"
    assert torch.from_numpy(np.ones(2)).device.type == "cpu"


def test_the_loaders_of_a_moved_program_draw_on_the_cpu(patches: Patches) -> None:
    data = torch.utils.data.TensorDataset(torch.arange(10))
    torch_device.move(patches, "meta")
    first, second = torch.utils.data.random_split(range(10), [7, 3])
    assert sorted([*first.indices, *second.indices]) == list(range(10))
    loader = torch.utils.data.DataLoader(data, batch_size=5, shuffle=True, generator=torch.Generator().manual_seed(1))
    batches = [batch for (batch,) in loader]
    assert sorted(
        torch.cat(
            [batch.cpu() for batch in batches],
        ).tolist()
    ) == list(range(10))
    assert torch_device.to_device({"x": (batches[0], 1)}, "meta")["x"][0].device.type == "meta"


class _Made(torch.utils.data.Dataset):  # type: ignore[type-arg]
    """Makes a tensor of each index, in whatever process it is asked."""

    def __len__(self) -> int:
        return 4

    def __getitem__(self, index: int) -> Any:
        return torch.tensor([index]), torch.from_numpy(np.array([index]))


@pytest.mark.filterwarnings("ignore")  # of forking a process with threads
def test_workers_stay_on_the_cpu(patches: Patches) -> None:
    torch_device.move(patches, "meta")
    batches = list(torch.utils.data.DataLoader(_Made(), batch_size=2, num_workers=1))
    assert {tensor.device.type for batch in batches for tensor in batch} == {"cpu"}
    assert torch.tensor([1]).device.type == "meta"


class _MadeByMxnet:
    """The same for MXNet: the kind of context that an array is made in."""

    def __init__(self, mx: Any) -> None:
        self.mx = mx

    def __len__(self) -> int:
        return 4

    def __getitem__(self, index: int) -> Any:
        return np.array([self.mx.nd.ones((1,)).context.device_id])


@pytest.mark.filterwarnings("ignore")
def test_workers_of_mxnet_stay_on_the_cpu(mxnet_device: Any, patches: Patches) -> None:
    mx = mxnet_device.mx
    mxnet_device.move(patches, mx.cpu(3))
    assert [int(batch.sum().asscalar()) for batch in mx.gluon.data.DataLoader(_MadeByMxnet(mx), 2)] == [6, 6]
    apart = mx.gluon.data.DataLoader(_MadeByMxnet(mx), 2, num_workers=1)
    assert [int(batch.sum().asscalar()) for batch in apart] == [0, 0]


@pytest.fixture
def recorder() -> Recorder:
    return Recorder("program.py")


CUDA_PROGRAM: list[Callable[[], Any]] = [
    lambda: torch.ones(2).cuda(),
    lambda: torch.ones(2).to("cuda:0"),
    lambda: torch.ones(2).to(torch.device("cuda")),
    lambda: torch.ones(2, device="cuda"),
    lambda: torch.zeros_like(torch.ones(2), device="cuda"),
    lambda: torch.ones(2).new_zeros(3, device="cuda:0"),
    lambda: torch.nn.Linear(2, 2).cuda().weight,
    lambda: torch.nn.Linear(2, 2).to(device=torch.device("cuda:1")).weight,
    lambda: torch.nn.Linear(2, 2, device="cuda").weight,
]


@pytest.mark.parametrize("make", CUDA_PROGRAM)
def test_pytorch_on_the_cpu_serves_what_asks_for_cuda(make: Any, patches: Patches, recorder: Recorder) -> None:
    torch_device.keep_on_cpu(patches, recorder)
    torch.cuda.synchronize()
    assert make().device.type == "cpu"
    assert recorder.notes == ["PyTorch's program asks for CUDA, and ran on the CPU in its place"]


@pytest.fixture
def mxnet_device() -> Any:
    """The module for MXNet, which imports it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        aliases.put_back()
        return importlib.import_module("gluonize.parity.probe.mxnet_device")


def test_mxnet_on_the_cpu_serves_what_asks_for_a_gpu(mxnet_device: Any, patches: Patches, recorder: Recorder) -> None:
    mx = mxnet_device.mx
    mxnet_device.keep_on_cpu(patches, recorder)
    x = mx.nd.ones((2,), ctx=mx.gpu(1))
    assert x.context == mx.Context("gpu", 1) == mx.cpu(1)
    assert (x + mx.nd.ones((2,), mx.gpu(1))).asnumpy().tolist() == [2, 2]
    assert len(recorder.notes) == 1
    patches.undo()
    assert mx.gpu(0).device_type == "gpu"


def test_a_moved_program_of_mxnet_runs_in_the_context(mxnet_device: Any, patches: Patches) -> None:
    mx = mxnet_device.mx
    simulated = mx.cpu(3)
    mxnet_device.move(patches, simulated)
    net = mx.gluon.nn.Dense(2, in_units=2)
    net.initialize()
    x = mxnet_device.to_device([mx.nd.ones((1, 2), ctx=mx.cpu(0))], simulated)[0]
    assert net(x).context == net.weight.data().context == mx.nd.ones((1,)).context == simulated
    patches.undo()
    assert mx.nd.ones((1,)).context == mx.cpu(0)


@pytest.mark.parity
def test_a_program_for_the_gpu_is_compared_on_the_cpu(run: Comparison) -> None:
    report = run(
        "import torch\nnet = torch.nn.Linear(3, 2).cuda()\ny = net(torch.ones(4, 3, device='cuda'))\n",
        "import mxnet as mx\nnet = mx.gluon.nn.Dense(2, in_units=3)\nnet.initialize(ctx=mx.gpu())\n"
        "y = net(mx.nd.ones((4, 3), ctx=mx.gpu(0)))\n",
        device="auto",
    )
    assert report.agree is True, report.reason
    assert {report.devices[side]["device"] for side in ("torch", "mxnet")} == {"cpu"}
    assert "PyTorch's program asks for CUDA, and ran on the CPU in its place" in report.notes
    assert "MXNet's program asks for a GPU, and ran on the CPU in its place" in report.notes
