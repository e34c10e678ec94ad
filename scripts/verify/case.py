"""One example of an entry, ready to run."""

from __future__ import annotations

from dataclasses import dataclass

from gluonize.catalogue import Category, Entry, Target
from scripts.verify import execution
from scripts.verify.conversion import Program
from scripts.verify.inputs import Input
from scripts.verify.options import Options
from scripts.verify.values import Rules

_FORMS = (Category.RESULT_FORM, Category.SEMANTICS)


@dataclass(frozen=True, slots=True)
class Case:
    """An example of an entry for one target, both sides ready to run."""

    entry: Entry
    options: Options
    example: str
    target: Target
    given: dict[str, Input]
    left: Program
    right: Program
    weights: execution.Weights

    @property
    def rules(self) -> Rules:
        forms = self.right.category in _FORMS or self.entry.category in _FORMS
        return Rules(self.entry.tolerance, forms, self.options.compare != "shape")
