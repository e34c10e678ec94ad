"""What becomes of a use may depend on more than its own statement: the facts of the whole document, each once."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import cached_property

from gluonize.analysis import Document, Unit
from gluonize.analysis.types import Type, is_module_class
from gluonize.catalogue import Catalogue, Target
from gluonize.rewriter.gradients import Adding, adding
from gluonize.rewriter.helper_names import taken_names
from gluonize.rewriter.initialization import GROWS
from gluonize.rewriter.keyword_calls import keywords
from gluonize.rewriter.modes import Survey
from gluonize.rewriter.parallelism import Parallelism, parallelism
from gluonize.rewriter.parts import Parts, parts
from gluonize.rewriter.wholeness import Wholeness, wholeness

_GROWS = re.compile(rf"(?<![\w.])([\w.]+){GROWS}".encode())
_REDUCTION = re.compile(rb"\b(reduction)\b")
_FILLED = re.compile(rb"\b(register_buffer|init\.\w+_|(?:xavier|kaiming|trunc)_\w+_|(?:weight|bias)\.data)\b")
_OPTIMIZER = re.compile(rb"\b(optim|Adam\w*|SGD|RMSprop)\b")


class Surroundings:
    """The facts of one document and target, worked out when they are asked for."""

    def __init__(
        self, document: Document, catalogue: Catalogue, target: Target, whole: Wholeness | None = None
    ) -> None:
        self._document = document
        self._catalogue = catalogue
        self._target = target
        self._whole = whole

    @cached_property
    def wholeness(self) -> Wholeness:
        """What of the document stays PyTorch as a whole."""
        return self._whole or wholeness([self._document], self._catalogue, self._target)[0]

    @cached_property
    def module_classes(self) -> frozenset[str]:
        """Paths of the classes that derive from nn.Module."""
        return self._document.module_classes()

    @cached_property
    def adding(self) -> Adding:
        """Whether gradients may add up over several backward() calls."""
        return adding(self._document)

    @cached_property
    def survey(self) -> Survey:
        """The modes of the networks."""
        return Survey(self._document)

    @cached_property
    def parts(self) -> Parts:
        """What the document does to parts of its networks."""
        return parts(self._document)

    @cached_property
    def parallelism(self) -> Parallelism:
        """Whether the document trains on several devices or with several workers."""
        return parallelism(self._document)

    @cached_property
    def dictionaries(self) -> bool:
        """Whether a data set of the project has dictionaries as items, or in them."""
        items = (value for key, value in self._document.facts().items() if key[0] == "return" and _is_item(key[1]))
        return any(value is not None and _holds_dictionary(value) for value in items)

    @cached_property
    def keywords(self) -> frozenset[str]:
        """The names by which networks of the document may be given arguments."""
        return keywords(self._document)

    @cached_property
    def taken(self) -> frozenset[str]:
        """The helpers' names that the document uses for something else."""
        return taken_names(self._document, self._target)

    @cached_property
    def grown(self) -> frozenset[str]:
        """What the document adds layers, or anything else, to after it was made."""
        return self._document.matches(_GROWS)

    @cached_property
    def reductions(self) -> bool:
        """Whether a loss of the document may be no single number."""
        return bool(self._document.matches(_REDUCTION))

    @cached_property
    def filled(self) -> bool:
        """Whether networks of the document may hold values before they are initialised: buffers, or filled weights."""
        return bool(self._document.matches(_FILLED))

    @cached_property
    def imports_networks(self) -> bool:
        """Whether the document builds networks of the project's other files."""
        return any(map(_builds_foreign, (unit for _, unit in self._document.units())))

    @cached_property
    def trains(self) -> bool:
        """Whether the document may build an optimizer."""
        return bool(self._document.matches(_OPTIMIZER))

    @property
    def key(self) -> Hashable:
        """While it is the same, so is what becomes of the uses of a statement that is the same."""
        return (
            self.wholeness.key,
            self.module_classes,
            self.adding,
            self.parallelism,
            self.dictionaries,
            self.keywords,
            self.taken,
            self.grown,
            self.reductions,
            self.filled,
            self.imports_networks,
            self.trains,
            self.survey.key,
            self.parts,
        )


def _builds_foreign(unit: Unit) -> bool:
    known = unit.memo.get(_builds_foreign)
    if not isinstance(known, bool):
        found = (use for use in unit.uses if use.kind == "instantiate" and is_module_class(use.name))
        known = unit.memo[_builds_foreign] = any(":" in use.result for use in found)
    return known


def _is_item(path: str) -> bool:
    return path.endswith(".__getitem__")


def _holds_dictionary(value: Type) -> bool:
    parts = value.items if value.kind == "tuple" else ()
    return value.name == "dict" or any(part is not None and part.name == "dict" for part in parts)
