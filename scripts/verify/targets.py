"""Which targets an entry is verified for."""

from __future__ import annotations

from gluonize.catalogue import TARGETS, Entry, Target


def targets_of(entry: Entry) -> tuple[Target, ...]:
    """The targets that an entry has an equivalent for; a rule without templates serves both."""
    if entry.none:
        return ()
    found = tuple(target for target in TARGETS if entry.template(target, method=True))
    return found or (TARGETS if entry.rule else ())
