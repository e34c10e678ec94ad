"""Variations that hypothesis draws beyond the fixed ones, shrunk to the simplest that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure

from gluonize.catalogue import Target
from scripts.verify.inputs import Spec
from scripts.verify.variations import Variation

DRAWS = 8
_SETTINGS = settings(
    max_examples=DRAWS,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
    verbosity=Verbosity.quiet,
    report_multiple_bugs=False,
)
_DTYPES = st.sampled_from(("", "float64"))
_SALTS = st.integers(100, 10_000)


def shapes(target: Target) -> st.SearchStrategy[Variation]:
    """Variations of elementwise calls: any shape that the target can hold."""
    least = 0 if target == "np" else 1
    sizes = st.lists(st.integers(1, 5), min_size=least, max_size=5).map(tuple)
    return st.builds(Variation, shape=sizes, dtype=_DTYPES, salt=_SALTS)


def sizes(arrays: Sequence[Spec]) -> st.SearchStrategy[Variation]:
    """Variations of other calls: each size of the example becomes another, alike in all arrays."""
    known = sorted({size for spec in arrays for size in spec.shape})
    fresh = st.tuples(*(st.tuples(st.just(size), st.integers(1, 7)) for size in known))
    return st.builds(Variation, sizes=fresh, dtype=_DTYPES, salt=_SALTS)


def search(
    strategy: st.SearchStrategy[Variation], check: Callable[[Variation], Exception | None]
) -> tuple[Variation, Exception] | None:
    """The simplest variation found for which `check` gives an error, be it only now and then."""
    found: list[tuple[Variation, Exception]] = []

    @_SETTINGS
    @given(strategy)
    def probe(variation: Variation) -> None:
        error = check(variation)
        if error is not None:
            found.append((variation, error))
            raise AssertionError

    try:
        probe()
    except (AssertionError, FlakyFailure):
        return found[-1]
    return None
