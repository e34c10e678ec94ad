"""Examples on another device than the default one: what MXNet creates on the way has to be where its inputs are.

`python -m scripts.verify.devices` prints the examples of which this is not so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch._subclasses.fake_tensor import FakeTensorDeviceMismatchError, FakeTensorMode

from gluonize.catalogue import Catalogue, Entry, load_catalogue
from scripts.verify import execution, objects
from scripts.verify.case import Case
from scripts.verify.conversion import RESULT, NotConvertedError, Program, mxnet_program, torch_program
from scripts.verify.execution import Values, mxnet_values, quiet
from scripts.verify.frameworks import enter, mx, seed, settle, torch
from scripts.verify.inputs import inputs_of, value_of
from scripts.verify.layers import prepare
from scripts.verify.options import options_of
from scripts.verify.strict_devices import SECOND, MixedDevicesError, moved, strict_devices
from scripts.verify.targets import targets_of

_OF_NUMBERS = "torch.distributions."
"""Built of numbers, in PyTorch they go with arrays of any device; MXNet has no arrays that do, as their note says."""


def mixed_devices(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """The examples of an entry in which MXNet mixes devices where PyTorch does not, with the reason."""
    options = options_of(entry)
    if options.compare == "text" or options.devices == "simulated" or entry.name.startswith(_OF_NUMBERS):
        return
    for example in entry.examples:
        given = inputs_of(entry, "\n".join([example, *(name for name in options.call if name.isidentifier())]))
        for target in targets_of(entry):
            with quiet():
                try:
                    left, right = torch_program(example, given), mxnet_program(example, given, catalogue, target)
                except (NotConvertedError, ImportError):
                    continue
                reason = _reason(Case(entry, options, example, target, given, left, right, {}))
                settle()
            if reason:
                yield f"{entry.name}, {target}: {example}: {reason}"


def _reason(case: Case) -> str:
    values = {name: value_of(name, item) for name, item in case.given.items()}
    try:
        left = execution.namespace(case.left, execution.torch_values(case.given, values), {})
        _run(case, values, left[RESULT])
    except MixedDevicesError as error:
        return "" if _torch_mixes(case, values) else str(error)
    except Exception:  # whether it runs at all is the verification's concern
        return ""
    return ""


def _run(case: Case, values: Values, expected: Any) -> None:
    """Run an example with its inputs, and the models among them, on the second device; call what it builds."""
    enter(case.target)
    names = {name: moved(value) for name, value in mxnet_values(case.given, values, case.target).items()}
    exec(case.right.setup, names)
    for name, arrays in execution.weights_of(case.left, execution.torch_values(case.given, values)).items():
        execution.give_weights(names[name], arrays)
        names[name].collect_params().reset_ctx(SECOND)
    seed(1)
    with strict_devices(), mx.autograd.record():
        exec(case.right.code, names)
    if isinstance(names.get(RESULT), mx.gluon.Block):
        _call(case, names[RESULT], expected)


def _call(case: Case, block: Any, layer: Any) -> None:
    given = objects.call_inputs(case, layer)
    values = {name: value_of(name, item) for name, item in given.items()}
    arguments = mxnet_values(given, values, case.target).values()
    prepare(block)
    block(*arguments)  # gives deferred parameters their shapes
    block.collect_params().reset_ctx(SECOND)
    with strict_devices(), mx.autograd.record():
        block(*map(moved, arguments))


def _torch_mixes(case: Case, values: Values) -> bool:
    """Whether PyTorch refuses the example, too, with its inputs on a GPU: told without a GPU, and without data."""
    with FakeTensorMode():
        names: dict[str, Any] = {}
        for name, value in execution.torch_values(case.given, values).items():
            if isinstance(value, torch.Tensor):
                value = torch.empty(value.shape, dtype=value.dtype, device="cuda")
            names[name] = value
        try:
            exec(case.left.code, {**_names_of(case.left), **names})
        except FakeTensorDeviceMismatchError:
            return True
        except Exception:
            return False
    return False


def _names_of(program: Program) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(program.setup, names)
    return names


def main() -> None:
    """Exit code: 1 if an example mixes devices."""
    catalogue = load_catalogue()
    found = [line for entry in catalogue.entries() for line in mixed_devices(entry, catalogue)]
    print(*found, f"{len(found)} examples mix devices", sep="\n")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
