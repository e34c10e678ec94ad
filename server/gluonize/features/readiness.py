"""How much of a program converts by itself: the figure that the command line and the editors show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gluonize.catalogue.model import Category
from gluonize.rewriter.model import Finding


@dataclass(frozen=True, slots=True)
class Readiness:
    """The findings of one or more files, counted; imports do not count, because they follow from what they bring in.

    `automatic + noted + never == total`; `by_category` is ordered from the least to the most work.
    """

    automatic: int = 0
    noted: int = 0
    never: int = 0
    by_category: tuple[tuple[Category, int], ...] = ()

    @property
    def total(self) -> int:
        return self.automatic + self.noted + self.never

    @property
    def automatic_share(self) -> float:
        """The share that converts without anything to read, 0 to 1; 1 when there is nothing to convert."""
        return self._share(self.automatic) if self.total else 1.0

    @property
    def noted_share(self) -> float:
        """The share that converts with a note to read, 0 to 1."""
        return self._share(self.noted)

    @property
    def never_share(self) -> float:
        """The share that stays PyTorch, 0 to 1."""
        return self._share(self.never)

    def _share(self, count: int) -> float:
        return count / self.total if self.total else 0.0

    def as_json(self) -> dict[str, object]:
        """The figures as JSON data; shares are rounded to four digits."""
        return {
            "total": self.total,
            "automatic": self.automatic,
            "noted": self.noted,
            "never": self.never,
            "shares": {
                "automatic": round(self.automatic_share, 4),
                "noted": round(self.noted_share, 4),
                "never": round(self.never_share, 4),
            },
            "categories": {category.value: count for category, count in self.by_category},
        }


def readiness(findings: Iterable[Finding]) -> Readiness:
    """Count `findings` by category and by what happens to them."""
    categories: Counter[Category] = Counter()
    policies: Counter[str] = Counter()
    for finding in findings:
        if finding.use.kind == "import":
            continue
        categories[finding.category] += 1
        policies[finding.category.policy if finding.convertible else "never"] += 1
    ordered = tuple(sorted(categories.items(), key=lambda item: item[0].rank))
    return Readiness(policies["automatic"], policies["noted"], policies["never"], ordered)
