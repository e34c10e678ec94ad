"""A document's uses against the catalogue: for each use what becomes of it, once, on demand."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from tree_sitter import Node

from gluonize.analysis import Document, Span, Unit, Use, shift
from gluonize.catalogue import Catalogue, Category, Target
from gluonize.rewriter import calls, training
from gluonize.rewriter.gradients import Adding
from gluonize.rewriter.helper_names import helper_in, new_name
from gluonize.rewriter.imports import imports_mx
from gluonize.rewriter.model import Edit, Outcome, apply_edits, because_of, refusal
from gluonize.rewriter.modes import Survey
from gluonize.rewriter.parallelism import Parallelism
from gluonize.rewriter.reached import Reach
from gluonize.rewriter.surroundings import Surroundings
from gluonize.rewriter.tree import Tree, span_of


def own_uses(document: Document) -> Iterator[Use]:
    """The uses of a document, those in helpers that an earlier conversion added left out."""
    for start, unit in own_units(document):
        yield from (shift(use, start) for use in unit.uses)


def own_units(document: Document) -> Iterator[tuple[int, Unit]]:
    """The top-level statements with uses, helpers that an earlier conversion added left out.

    A file that imports nothing of PyTorch, and nothing of PyTorch's from another file, has none, whatever its unknown
    values may be.
    """
    if not any(_tells(use) for _, unit in document.units() for use in unit.uses):
        return
    for start, unit in document.units():
        if unit.uses and not helper_in(unit):
            yield start, unit


def _tells(use: Use) -> bool:
    """Whether a use shows that its file is about PyTorch."""
    return use.kind == "import" or (use.sure and use.kind in {"call", "base", "instance-call"})


_MXNET = re.compile(r"(?<![\w.])mx\.")


def _on_chosen_gpu(outcome: Outcome) -> Outcome:
    """An outcome in which a GPU without a number is the one that the program has set."""
    edits, around = (
        tuple(replace(edit, text=edit.text.replace("mx.gpu()", "current_gpu()")) for edit in part)
        for part in (outcome.edits, outcome.around)
    )
    if (edits, around) == (outcome.edits, outcome.around):
        return outcome
    helpers = outcome.helpers | {"context", "current_gpu", "set_device"}
    return replace(outcome, edits=edits, around=around, helpers=helpers)


class Program:
    """One document, one target: the outcomes of its uses, and texts with conversions applied.

    `uses` restricts it to some (those of one top-level statement, say); nothing a use's outcome depends on lies
    outside of its top-level statement but what `around` holds.
    """

    def __init__(
        self,
        document: Document,
        catalogue: Catalogue,
        target: Target,
        uses: Iterable[Use] | None = None,
        around: Surroundings | None = None,
    ) -> None:
        self.around = around or Surroundings(document, catalogue, target)
        self.document = document
        self.catalogue = catalogue
        self.target = target
        self.source = document.data
        self.uses = [use for use in (own_uses(document) if uses is None else uses) if use.kind != "import"]
        self.starts = [use.span.start for use in self.uses]
        self._outcomes: dict[int, Outcome | None] = {}

    @property
    def module_classes(self) -> frozenset[str]:
        """Paths of the file's classes that derive from nn.Module."""
        return self.around.module_classes

    @property
    def adding(self) -> Adding:
        """Whether gradients of the file may add up over several backward() calls."""
        return self.around.adding

    @property
    def reach(self) -> Reach:
        """Whether a backward pass of the file may leave out parameters that are stepped."""
        return self.around.wholeness.reach

    @property
    def survey(self) -> Survey:
        """The modes of the file's networks."""
        return self.around.survey

    @property
    def parallelism(self) -> Parallelism:
        """Whether the file trains on several devices or with several workers."""
        return self.around.parallelism

    @cached_property
    def tree(self) -> Tree:
        """Statements and blocks of the text, for the rules that need them."""
        return Tree(self.document)

    def text(self, span: Span) -> str:
        """The source of `span` as it is."""
        return self.source[span.start : span.end].decode("utf-8", "replace")

    def text_of(self, node: Node) -> str:
        """The source of a node."""
        return self.text(Span(node.start_byte, node.end_byte))

    def converted(self, span: Span) -> str:
        """The source of `span` with the conversions of the uses inside it."""
        return self.edited(span, self.edits(span, around=False))

    def edited(self, span: Span, edits: Iterable[Edit]) -> str:
        """The source of `span` with those of the edits that lie in it."""
        inner = tuple(
            Edit(edit.start - span.start, edit.end - span.start, edit.text)
            for edit in edits
            if span.start <= edit.start and edit.end <= span.end
        )
        return apply_edits(self.source[span.start : span.end], inner).decode("utf-8", "replace")

    def inside(self, span: Span) -> list[int]:
        """Indices of the uses that lie in `span`, in order."""
        first = bisect.bisect_left(self.starts, span.start)
        last = bisect.bisect_left(self.starts, span.end)
        return [index for index in range(first, last) if self.uses[index].span.end <= span.end]

    def use_at(self, span: Span) -> int | None:
        """The index of the use whose expression is exactly `span`."""
        return next((index for index in self.inside(span) if self.uses[index].span == span), None)

    def outcome(self, index: int) -> Outcome | None:
        """What becomes of use `index`; None when there is nothing to say of it.

        A class that cannot be converted whole stays whole: then every use in it stays. So does what works with a
        training that cannot be converted.
        """
        outcome = self.alone(index)
        if outcome is None or outcome.reason:
            return outcome
        reason = self._stays_with_class(self.uses[index]) or training.reason_of(self, self.uses[index])
        return refusal(reason, Category.PROGRAM_LEVEL, outcome.entry) if reason else outcome

    def alone(self, index: int) -> Outcome | None:
        """What would become of use `index` if its class had nothing to say about it."""
        if index not in self._outcomes:
            self._outcomes[index] = None
            self._outcomes[index] = self._with_free_names(self.uses[index], calls.decide(self, self.uses[index]))
        return self._outcomes[index]

    @cached_property
    def _own_mx(self) -> tuple[Span, ...]:
        """Where the file means something else than MXNet by `mx`."""
        if not self.document.has_name("mx"):
            return ()
        found = self.tree.where_bound("mx")
        imported = imports_mx(self.document.text)
        return tuple(span for span in found if not imported or span != span_of(self.tree.root))

    def _with_free_names(self, use: Use, outcome: Outcome | None) -> Outcome | None:
        """The outcome with other names for the helpers whose names the file has taken."""
        if outcome is None:
            return None
        for edit in (*outcome.edits, *outcome.around) if self._own_mx else ():
            if _MXNET.search(edit.text) and any(span.start <= edit.start <= span.end for span in self._own_mx):
                reason = "the name 'mx' is used for something else here"
                return refusal(reason, outcome.category, outcome.entry)
        if self.parallelism.chosen:
            outcome = _on_chosen_gpu(outcome)
        for name in sorted(outcome.helpers):
            if name not in self.around.taken:
                continue
            named = re.compile(rf"(?<![\w.'\"]){name}(?!\w|\s*=(?!=))")
            if outcome.absorbs and named.search(self.text(use.span)):
                return refusal(
                    f"the file has its own '{name}', and so has the conversion", outcome.category, outcome.entry
                )
            edits = (replace(edit, text=named.sub(new_name(name), edit.text)) for edit in outcome.edits)
            outcome = replace(outcome, edits=tuple(edits))
        return outcome

    def _stays_with_class(self, use: Use) -> str:
        path = use.scope
        while path:
            if path in self.module_classes:
                reason = self.around.wholeness.classes.get(path)
                if reason:
                    return reason
            path = path.rpartition(".")[0]
        return ""

    @cached_property
    def gone(self) -> frozenset[int]:
        """The uses inside arguments that the conversion of the call around them leaves out."""
        found: set[int] = set()
        for index in range(len(self.uses)):
            outcome = self.outcome(index) if index not in found else None
            for span in outcome.covers if outcome is not None and not outcome.reason else ():
                found.update(self.inside(span))
        return frozenset(found)

    def edits(self, within: Span, *, around: bool = True) -> list[Edit]:
        """The edits of all uses inside `within`, the outermost first where they nest; with those around them."""
        found: list[Edit] = []
        behind: list[tuple[int, list[Edit]]] = []
        left_out: set[int] = set()
        absorbed = 0
        for index in self.inside(within):
            use = self.uses[index]
            if use.span.start < absorbed or index in left_out:
                continue
            outcome = self.outcome(index)
            if outcome is None:
                continue
            if outcome.reason:
                absorbed = use.span.end
                continue
            left_out.update(inner for span in outcome.covers for inner in self.inside(span))
            while behind and behind[-1][0] <= use.span.start:
                found += behind.pop()[1]
            edits = [*outcome.edits, *(outcome.around if around else ())]
            last = Span(use.span.end, use.span.end)
            found += [edit for edit in edits if (edit.start, edit.end) != last]
            behind.append((use.span.end, [edit for edit in edits if (edit.start, edit.end) == last]))
            if outcome.absorbs:
                absorbed = use.span.end
        # What is put behind an expression comes after what is put behind its parts that end at the same place.
        return found + [edit for _, edits in reversed(behind) for edit in edits]

    def blocked(self, span: Span, besides: Use | None = None) -> str:
        """Why an expression inside `span` (or `span` itself) stays PyTorch or may be PyTorch; "" when nothing does."""
        left_out: set[int] = set()
        for index in self.inside(span):
            use = self.uses[index]
            outcome = self.outcome(index) if use is not besides and index not in left_out else None
            if outcome is not None and outcome.reason:
                return because_of("its argument", f"{use.name}: {outcome.reason}", sure=use.sure)
            for covered in outcome.covers if outcome is not None else ():
                left_out.update(self.inside(covered))
        return ""
