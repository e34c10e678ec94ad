"""Which parameter of a Gluon block stands for which entry of a PyTorch state_dict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_RECURRENT = re.compile(r"(weight|bias)_(ih|hh)(?:_l(\d+)(_reverse)?)?$")
_LEAVES = {"weight": ("gamma", "alpha"), "bias": ("beta",)}
_IGNORED = ("num_batches_tracked",)


def pair(
    state: Iterable[str], parameters: Iterable[str], known: Mapping[str, str]
) -> tuple[dict[str, str], list[str], list[str]]:
    """Pair the names of a state_dict with those of a block by structure.

    `known` adds correspondences of leaf names. The answer is {torch name: MXNet name}, and what is left over of
    PyTorch's and of MXNet's names.
    """
    left = list(parameters)
    pairs: dict[str, str] = {}
    lost = []
    for name in state:
        if name.rsplit(".", 1)[-1] in _IGNORED:
            continue
        found = next((candidate for candidate in _candidates(name, known) if candidate in left), None)
        if found is None:
            lost.append(name)
            continue
        pairs[name] = found
        left.remove(found)
    return pairs, lost, left


def _candidates(name: str, known: Mapping[str, str]) -> Iterator[str]:
    prefix, dot, leaf = name.rpartition(".")
    yield name
    if leaf in known:
        yield prefix + dot + known[leaf]
    for other in _LEAVES.get(leaf, ()):
        yield prefix + dot + other
    recurrent = _RECURRENT.fullmatch(leaf)
    if recurrent is not None:
        yield prefix + dot + _gluon_recurrent(*recurrent.groups())


def _gluon_recurrent(kind: str, gate: str, layer: str | None, reverse: str | None) -> str:
    name = f"{'i2h' if gate == 'ih' else 'h2h'}_{kind}"
    return name if layer is None else f"{'r' if reverse else 'l'}{layer}_{name}"
