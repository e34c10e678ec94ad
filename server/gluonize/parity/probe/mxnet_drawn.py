"""Numbers that MXNet's initialisers have drawn: whatever has them waits for PyTorch's."""

from __future__ import annotations

import hashlib
from typing import Any

import mxnet as mx
import numpy as np

from .patches import Patches


class Drawn:
    """Knows what initialisers have drawn, so that it is found again in copies, and told from what a program writes.

    Unless `needed`, nothing is noted, and everything counts as drawn.
    """

    def __init__(self, patches: Patches, needed: bool) -> None:
        self.needed = needed
        self._digests: set[bytes] = set()
        if needed:
            patches.wrap(mx.init.Initializer, "__call__", self._noting)

    def has(self, parameter: Any) -> bool:
        """Whether the numbers of a parameter are those of an initialiser; also where it has none yet."""
        if not self.needed:
            return True
        if parameter._data is None:
            return parameter._deferred_init[3:] in ((), (None,))
        return _digest(parameter.list_data()[0]) in self._digests

    def _noting(self, original: Any) -> Any:
        def __call__(initializer: Any, name: Any, array: Any) -> None:  # noqa: N807
            original(initializer, name, array)
            own = getattr(name, "attrs", {}).get("__init__") or initializer
            if not isinstance(own, mx.init.Constant):  # what the program gives is its own
                self._digests.add(_digest(array))

        return __call__


def _digest(array: Any) -> bytes:
    """The same for the same numbers in float32, as which they are drawn, and in float64."""
    numbers = np.ascontiguousarray(array.asnumpy(), dtype=np.float32)
    return hashlib.blake2b(numbers.tobytes(), key=str(numbers.shape).encode()[:64], digest_size=16).digest()
