"""Verifies one entry: its examples as they stand, then under other shapes, dtypes and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from gluonize.catalogue import Catalogue, Entry, Target
from gluonize.rewriter.gathering import overwrites
from scripts.verify import execution, objects
from scripts.verify.case import Case
from scripts.verify.conversion import (
    TORCHVISION,
    NotConvertedError,
    Program,
    imports_of,
    mxnet_program,
    torch_program,
)
from scripts.verify.distribution import compare_distributions
from scripts.verify.drawn import search
from scripts.verify.execution import float_inputs, mxnet_values, quiet, torch_values
from scripts.verify.frameworks import mx, prepare_torchvision, seed, settle, simulated_devices
from scripts.verify.inputs import Input, inputs_of, value_of
from scripts.verify.options import Options, options_of
from scripts.verify.outcome import Outcome, error_text
from scripts.verify.sampling import drawn_variations, variations_of
from scripts.verify.spellings import spellings
from scripts.verify.targets import targets_of
from scripts.verify.values import MismatchError, Rules, compare, leaves, plain
from scripts.verify.variations import Variation, varied_values


def verify_entry(entry: Entry, catalogue: Catalogue) -> Outcome:
    """Run every example of an entry for every target that it has an equivalent for."""
    outcome = Outcome(entry.name)
    try:
        options = options_of(entry)
    except (TypeError, ValueError) as error:
        outcome.fail("-", "-", str(error))
        return outcome
    if not entry.examples and not entry.rule and targets_of(entry):
        outcome.fail("-", "-", "has a template and no example")
    for example in entry.examples:
        for target in targets_of(entry):
            with quiet():
                _verify_example(entry, options, example, target, catalogue, outcome)
    return outcome


def _verify_example(
    entry: Entry, options: Options, example: str, target: Target, catalogue: Catalogue, outcome: Outcome
) -> None:
    try:
        given = inputs_of(entry, "\n".join([example, *(name for name in options.call if name.isidentifier())]))
        if TORCHVISION in imports_of(example):
            prepare_torchvision()
        left, right = torch_program(example, given), mxnet_program(example, given, catalogue, target)
    except NotConvertedError as error:
        outcome.fail(example, target, f"not converted: {error}")
        return
    except Exception as error:
        outcome.fail(example, target, f"conversion: {error_text(error)}")
        return
    outcome.converted.append((target, example, right.text))
    if options.compare == "text":
        return
    with simulated_devices(options.devices == "simulated"):
        _run_case(Case(entry, options, example, target, given, left, right, _weights(left, given)), catalogue, outcome)
    settle()


def _weights(program: Program, given: Mapping[str, Input]) -> execution.Weights:
    values = {name: value_of(name, item) for name, item in given.items()}
    return execution.weights_of(program, torch_values(given, values))


def _run_case(case: Case, catalogue: Catalogue, outcome: Outcome) -> None:
    values = {name: value_of(name, given) for name, given in case.given.items()}
    try:
        expected, after = _torch_side(case, values)
    except Exception as error:
        outcome.fail(case.example, case.target, f"PyTorch: {error_text(error)}")
        return
    try:
        if case.options.compare == "distribution" or (case.options.compare == "values" and _random(case, values)):
            compare_distributions(case.left, case.right, case.given, values, case.weights, case.target, outcome.seen)
            outcome.saw_gradient("skipped")
            outcome.cases += 1
        elif objects.handles(expected):
            objects.verify_object(case, values, outcome)
        else:
            _compare_results(case, values, expected, after, outcome)
            _compare_gradients(case, values, outcome)
            _compare_variations(case, values, expected, outcome)
            _compare_spellings(case, values, catalogue, outcome)
    except MismatchError as error:
        outcome.fail(case.example, case.target, str(error))
    except Exception as error:
        outcome.fail(case.example, case.target, f"MXNet: {error_text(error)}")


def _torch_side(case: Case, values: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    seed(1)
    inputs = torch_values(case.given, values)
    result = execution.run(case.left, inputs, case.weights)
    return result, {name: plain(inputs[name]) for name in inputs if isinstance(values[name], np.ndarray)}


def _random(case: Case, values: Mapping[str, Any]) -> bool:
    """Whether the PyTorch side gives other values under another seed."""
    results = []
    for number in (1, 2):
        seed(number)
        results.append(leaves(plain(execution.run(case.left, torch_values(case.given, values), case.weights))))
    return any(_differ(one, two) for one, two in zip(*results, strict=False))


def _differ(one: Any, two: Any) -> bool:
    if not isinstance(one, (np.ndarray, float)) or not isinstance(two, (np.ndarray, float)):
        return False
    return not np.array_equal(one, two, equal_nan=np.asarray(one).dtype.kind == "f")


def _compare_results(
    case: Case, values: Mapping[str, Any], expected: Any, after: Mapping[str, Any], outcome: Outcome
) -> None:
    inputs = mxnet_values(case.given, values, case.target)
    result = execution.run_mxnet(case.right, inputs, case.weights, case.target)
    if case.options.compare == "runs":
        mx.nd.waitall()
        outcome.cases += 1
        return
    compare(plain(expected), plain(result), case.rules, outcome.seen)
    for name, value in after.items():
        if name != case.right.mutated:
            compare(value, plain(inputs[name]), Rules(forms=True), outcome.seen, f"input {name} afterwards: ")
    outcome.cases += 1


def _compare_gradients(case: Case, values: Mapping[str, Any], outcome: Outcome) -> None:
    names = float_inputs(case.given, values)
    if case.options.compare != "values" or case.left.mutated or not case.options.gradient:
        outcome.saw_gradient("skipped")
        return
    if not names:
        outcome.saw_gradient("not-differentiable")
        return
    try:
        places, expected = execution.torch_gradients(case.left, torch_values(case.given, values), case.weights, names)
    except (RuntimeError, NotImplementedError):
        places, expected = [], []
    if not places:
        outcome.saw_gradient("not-differentiable")
        return
    inputs = mxnet_values(case.given, values, case.target)
    gathered = not overwrites(case.right.text, case.target)
    found = execution.mxnet_gradients(case.right, inputs, case.weights, names, places, case.target, gathered=gathered)
    for name, one, two in zip(names, expected, found, strict=True):
        compare(one, two, Rules(case.entry.tolerance, forms=True), outcome.seen, f"gradient of {name}: ")
    outcome.saw_gradient("checked")


def _compare_variations(case: Case, values: Mapping[str, Any], expected: Any, outcome: Outcome) -> None:
    if case.options.kind == "fixed" or case.options.compare == "runs" or not values:
        return
    for variation in variations_of(case, values, plain(expected)):
        error = _compare_variation(case, values, variation, outcome)
        if error is not None and not _report(case, variation, error, outcome):
            return
    drawn = drawn_variations(case, values, plain(expected))
    found = drawn and search(drawn, lambda variation: _compare_variation(case, values, variation, outcome))
    if found:
        _report(case, *found, outcome)


def _report(case: Case, variation: Variation, error: Exception, outcome: Outcome) -> bool:
    """Record a disagreement; whether it is only a counterexample."""
    message = str(error) if isinstance(error, MismatchError) else f"MXNet: {error_text(error)}"
    edge = variation.edge or (variation.shape == () and not isinstance(error, MismatchError))
    if edge:
        outcome.reject(case.target, str(variation), case.example, message)
    else:
        outcome.fail(case.example, case.target, f"with {variation}: {message}")
    return edge


def _compare_spellings(case: Case, values: Mapping[str, Any], catalogue: Catalogue, outcome: Outcome) -> None:
    """The example written in other ways, where PyTorch takes them."""
    for spelling in spellings(case.entry, case.example):
        left = torch_program(spelling.text, case.given)
        try:
            expected, after = _torch_side(replace(case, left=left), values)
        except Exception:
            continue
        try:
            right = mxnet_program(spelling.text, case.given, catalogue, case.target)
            other = replace(case, example=spelling.text, left=left, right=right)
            _compare_results(other, values, expected, after, outcome)
        except NotConvertedError as error:
            if spelling.required:
                outcome.fail(spelling.text, case.target, f"not converted: {error}")
        except MismatchError as error:
            outcome.fail(spelling.text, case.target, str(error))
        except Exception as error:
            outcome.fail(spelling.text, case.target, f"MXNet: {error_text(error)}")


def _compare_variation(
    case: Case, values: Mapping[str, Any], variation: Variation, outcome: Outcome
) -> Exception | None:
    """How MXNet parts from PyTorch under a variation; None where both agree, or PyTorch itself refuses it."""
    try:
        varied = varied_values(case.given, variation, values)
        inputs = torch_values(case.given, varied)
        expected = plain(execution.run(case.left, inputs, case.weights))
    except Exception:
        return None
    try:
        mine = mxnet_values(case.given, varied, case.target)
        result = plain(execution.run_mxnet(case.right, mine, case.weights, case.target))
        if variation.edge:
            mx.nd.waitall()  # an empty result is not waited for: its error would come up in the next variation
        compare(expected, result, case.rules, outcome.seen)
        if variation.dtype == "float64" and not variation.edge:
            _compare_gradients(case, varied, outcome)
    except Exception as error:
        settle()
        return error
    outcome.cases += 1
    return None
