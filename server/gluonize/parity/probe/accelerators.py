"""Decides where a program runs, from facts; knows no framework, so that every case can be tested."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Capability = tuple[int, int]

PUBLISHED: tuple[Capability, ...] = ((5, 0), (6, 0), (7, 0), (8, 0), (8, 6))
"""The machine code in the published CUDA builds of MXNet 1.9.1, which have no PTX for newer GPUs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a framework can use a GPU here, the GPU's name, and the reason why or why not."""

    usable: bool
    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a program is run, and why.

    It is `moved` to the GPU, or `mapped`: what it asks of a GPU is done on the CPU. `refused` says that a GPU was
    demanded and cannot be had.
    """

    reason: str
    moved: bool = False
    mapped: bool = False
    refused: bool = False


def runs(machine_code: Sequence[Capability], capability: Capability, intermediate: Sequence[Capability] = ()) -> bool:
    """Whether code for these capabilities runs on a GPU of `capability`.

    Machine code runs on GPUs of the same major number that are not older, `intermediate` code (PTX) on all that are
    not older.
    """
    return any(major == capability[0] and minor <= capability[1] for major, minor in machine_code) or any(
        virtual <= capability for virtual in intermediate
    )


def architectures(names: Sequence[str]) -> tuple[list[Capability], list[Capability]]:
    """Machine code and PTX among the names of torch.cuda.get_arch_list(), like sm_86 and compute_90."""
    found: dict[str, list[Capability]] = {"sm": [], "compute": []}
    for name in names:
        match = re.fullmatch(r"(sm|compute)_(\d+)(\d)[a-z]?", name)
        if match:
            found[match[1]].append((int(match[2]), int(match[3])))
    return found["sm"], found["compute"]


def covered(
    what: str, gpu: tuple[str, Capability], machine_code: Sequence[Capability], intermediate: Sequence[Capability]
) -> Finding:
    """Whether the build `what` has code for the GPU."""
    name, capability = gpu
    about = f"{name}, compute capability {dotted(capability)}"
    if runs(machine_code, capability, intermediate):
        return Finding(True, about, name)
    has = ", ".join(map(dotted, sorted(machine_code))) or "none"
    return Finding(False, f"{what} has no code for the GPU ({about}): it has {has}", name)


def mxnet_finding(gpu: tuple[str, Capability], problem: str) -> Finding:
    """What a trial of MXNet on `gpu` means that ended with `problem`, or "" where it went well."""
    about = covered("MXNet 1.9.1's published CUDA build", gpu, PUBLISHED, ())
    if not problem:  # also where a build of one's own has code for a newer GPU
        return Finding(True, about.reason if about.usable else gpu[0], gpu[0])
    if not about.usable:
        return about
    return Finding(False, f"MXNet fails on the GPU ({about.reason}): {problem}", gpu[0])


def dotted(capability: Capability) -> str:
    return f"{capability[0]}.{capability[1]}"


def plan(wanted: str, found: Finding, silent: bool, stay: str = "") -> Plan:
    """How to run a program for which the device `wanted` (auto, cpu, gpu) was asked.

    `silent` says that the program itself names no device; `stay` is a reason not to move it, from an earlier try.
    """
    if wanted == "cpu":
        return Plan("as asked for", mapped=True)
    if not found.usable:
        return Plan(found.reason, mapped=True, refused=wanted == "gpu")
    if not silent:
        return Plan(found.reason)
    if stay:
        return Plan(stay)
    return Plan(f"{found.reason}; the program names no device and was moved there", moved=True)


def outcome(chosen: Plan, found: Finding, used: bool) -> dict[str, str]:
    """Where a program has run, and why; `used` says that it has put something on the GPU."""
    if not found.usable or chosen.mapped or (not used and not chosen.moved):
        silent = found.usable and not chosen.mapped and chosen.reason == found.reason
        why = f"the program itself puts nothing on the GPU ({found.reason})" if silent else chosen.reason
        return {"device": "cpu", "reason": why, "name": ""}
    return {"device": "gpu", "reason": chosen.reason, "name": found.name}
