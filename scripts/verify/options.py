"""What an entry's `verify` table may say."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from gluonize.catalogue import Entry

COMPARE = ("values", "shape", "distribution", "runs", "text")


@dataclass(frozen=True, slots=True)
class Options:
    """How an entry is verified.

    `compare`: `values`; `shape` (and dtype) where the values are arbitrary; `distribution` for random draws; `runs`
    where both only have to run; `text` where neither can run here, so that only the conversion itself is recorded.
    `gradient`: false where MXNet has none, "training" where a layer
    has none in evaluation mode. `dtypes`: the only dtypes that the float inputs vary over. `kind`:
    `elementwise` (any shape, found by itself) or `fixed` (no other shapes and values than those of the example).
    `call`: what a built object is called with: names of inputs, or declarations. `special`: false leaves out nan
    and inf. `devices`: "simulated" makes every GPU of the example a CPU. `differs`: state that may differ after
    training, each recorded as a counterexample. `integers`: false leaves integers out in place of floats.
    """

    compare: str = "values"
    gradient: bool | str = True
    dtypes: tuple[str, ...] = ()
    kind: str = ""
    call: tuple[str, ...] = ()
    special: bool = True
    devices: str = ""
    differs: tuple[str, ...] = ()
    integers: bool = True
    variadic: str = ""


def options_of(entry: Entry) -> Options:
    """The options of an entry; raises ValueError for one that does not exist."""
    given: dict[str, Any] = dict(entry.verify)
    known = {item.name for item in fields(Options)}
    for key in given:
        if key not in known:
            raise ValueError(f"unknown option '{key}' in verify; known: {', '.join(sorted(known))}")
    options = Options(**given)
    if options.compare not in COMPARE:
        raise ValueError(f"verify.compare is '{options.compare}'; known: {', '.join(COMPARE)}")
    return options
