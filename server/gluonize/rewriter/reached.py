"""Whether a backward pass may leave out parameters that an optimizer steps: PyTorch skips them, Gluon's Trainer asks.

A Trainer raises an error for a parameter that no backward pass has reached since its last step, unless it is told to
ignore it. Ordinary networks and loops reach everything and need no such word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tree_sitter import Node

from gluonize.analysis import Document, Span, Use, shift
from gluonize.catalogue import Catalogue
from gluonize.rewriter.connections import importing
from gluonize.rewriter.gradients import BACKWARDS
from gluonize.rewriter.layers import Network, networks
from gluonize.rewriter.reading import Names, Reader, reads_all
from gluonize.rewriter.tree import Tree, span_of

Reach = Literal["", "some", "marked"]
""" "": each step finds a gradient of every parameter; "some": it may not; "marked": nor does what an earlier backward
pass has reached tell, as several losses or optimizers share parameters, or gradients of skipped ones would be read."""

_STEPS = frozenset({"torch.optim.Optimizer.step", "torch.amp.GradScaler.step"})
_CLIPPING = "torch.nn.utils.clip_grad_"
_REGIONS = ("for_statement", "while_statement", "function_definition", "module")
_CONDITIONAL = frozenset({"if_statement", "conditional_expression", "except_clause"})


@dataclass(frozen=True, slots=True)
class _Found:
    """What a top-level statement, or a document, tells.

    `calls` are the members of a network that are called around a backward(), and those of them that always are;
    `owners` the networks of each optimizer; `stepped` the optimizers that take a step in turn.
    """

    networks: tuple[Network, ...] = ()
    calls: tuple[tuple[Names, Names], ...] = ()
    backward: int = 0
    optimizers: int = 0
    reads: bool = False
    joins: bool = False
    repeats: bool = False
    owners: tuple[tuple[str, Names], ...] = ()
    stepped: tuple[Names, ...] = ()
    cleared: bool = False


def reached(documents: Sequence[Document], catalogue: Catalogue) -> list[Reach]:
    """What of each of the documents is to be said, which import from one another."""
    found = [_merged(_of_units(document, catalogue)) for document in documents]
    if not any(one.networks or one.joins or one.repeats for one in found):
        return [""] * len(found)
    groups = importing(documents)
    skipping = {
        place for group in groups for place in group if _skips(_merged(found[other] for other in sorted(group)))
    }
    several = {place for group in groups for place in group if _several(_merged(found[other] for other in group))}
    return [("marked" if place in several else "some") if place in skipping else "" for place in range(len(found))]


def _skips(found: _Found) -> bool:
    if found.repeats or (found.joins and found.backward > 1) or any(network.skips for network in found.networks):
        return True
    if any(_shared(found.owners, names) for names in found.stepped):
        return True
    return any(_partial(called, always, found.networks) for called, always in found.calls)


def _shared(owners: Sequence[tuple[str, Names]], stepped: Names) -> bool:
    """Whether optimizers that step one after the other have parameters in common."""
    known = [(name, owner) for name, networks in owners if name in stepped for owner in networks]
    return any(
        one != other and f"{network}.".startswith(f"{larger}.") for one, network in known for other, larger in known
    )


def _several(found: _Found) -> bool:
    return found.backward > 1 or found.optimizers > 1 or found.reads or found.cleared


def _partial(called: Names, always: Names, networks: Iterable[Network]) -> bool:
    """Whether members of a network that are called together leave out some of its parameters."""
    known = [(network.layers, dict(network.members)) for network in networks]
    called &= frozenset(name for _, members in known for name in members)
    read = [
        (layers, frozenset().union(*(members[name] for name in called & always)))
        for layers, members in known
        if called and called <= set(members)
    ]
    return bool(read) and not any(reads_all(names, layers) for layers, names in read)


def _merged(parts: Iterable[_Found]) -> _Found:
    items = list(parts)
    return _Found(
        networks=tuple(network for one in items for network in one.networks),
        calls=tuple(called for one in items for called in one.calls),
        backward=sum(one.backward for one in items),
        optimizers=sum(one.optimizers for one in items),
        reads=any(one.reads for one in items),
        joins=any(one.joins for one in items),
        repeats=any(one.repeats for one in items),
        owners=tuple(pair for one in items for pair in one.owners),
        stepped=tuple(names for one in items for names in one.stepped),
        cleared=any(one.cleared for one in items),
    )


def _of_units(document: Document, catalogue: Catalogue) -> Iterator[_Found]:
    classes = document.module_classes()
    tree: Tree | None = None
    for start, unit in document.units():
        if not unit.uses:
            continue
        key = ("reached", classes)
        found = unit.memo.get(key)
        if not isinstance(found, _Found):
            tree = tree or Tree(document)
            uses = [shift(use, start) for use in unit.uses]
            found = unit.memo[key] = _Unit(tree, catalogue, uses, classes).found()
        yield found


@dataclass(frozen=True, slots=True)
class _Unit:
    """The uses of one top-level statement."""

    tree: Tree
    catalogue: Catalogue
    uses: list[Use]
    classes: Names

    def found(self) -> _Found:
        called = [use for use in self.uses if use.kind == "call"]
        backward = [use for use in called if use.name in BACKWARDS]
        optimizers = [use for use in called if use.name.startswith("torch.optim.") and use.receiver is None]
        around = self._regions(backward)
        zeroed = (argument for use in called if use.name.endswith(".zero_grad") for argument in use.arguments)
        return _Found(
            networks=tuple(networks(self.tree, self.catalogue, self.uses, self.classes)),
            calls=tuple(names for region in around for names in self._calls(region)),
            backward=len(backward),
            optimizers=sum(use.name.rpartition(".")[2][:1].isupper() for use in optimizers),
            reads=any(use.name.startswith(_CLIPPING) or use.name.endswith("Parameter.grad") for use in self.uses),
            joins=any(len(self._owners(use)) > 1 for use in optimizers),
            repeats=any(self._repeats(region, backward) or self._chooses(region) for region in around),
            owners=tuple((self._target(use), self._owners(use)) for use in optimizers),
            stepped=tuple(frozenset(self._steps(region)) for region in around),
            cleared=any(self._text(argument.span) == "False" for argument in zeroed),
        )

    def _text(self, span: Span) -> str:
        node = self.tree.expression(span)
        return self.tree.text(node) if node is not None else ""

    def _regions(self, backward: Iterable[Use]) -> list[Node]:
        found: dict[int, Node] = {}
        for use in backward:
            statement = self.tree.statement(use.span)
            around = self.tree.enclosing(statement, *_REGIONS) if statement is not None else None
            if around is not None:
                found[around.id] = around
        return list(found.values())

    def _inside(self, node: Node) -> Iterator[Use]:
        return (use for use in self.uses if node.start_byte <= use.span.start and use.span.end <= node.end_byte)

    def _owners(self, optimizer: Use) -> Names:
        """The networks whose parameters an optimizer steps."""
        node = self.tree.expression(optimizer.span)
        inner = self._inside(node) if node is not None else iter(())
        return frozenset(
            self._text(use.receiver) for use in inner if use.name == "torch.nn.Module.parameters" and use.receiver
        )

    def _target(self, optimizer: Use) -> str:
        assigned = self.tree.assignment(optimizer.span)
        return assigned[1] if assigned is not None else ""

    def _steps(self, region: Node) -> list[str]:
        """The optimizers that take a step in each turn of a region."""
        found: list[str] = []
        for use in self._inside(region):
            statement = self.tree.statement(use.span)
            if use.name in _STEPS and use.receiver is not None and statement is not None:
                found += [self._text(use.receiver)] if self.tree.enclosing(statement, *_REGIONS) == region else []
        return found

    def _repeats(self, region: Node, backward: list[Use]) -> bool:
        """Whether one optimizer takes several steps in a turn, each for a loss of its own."""
        steps = self._steps(region)
        losses = sum(region.start_byte <= use.span.start < region.end_byte for use in backward)
        return losses > 1 and len(steps) > len(set(steps))

    def _chooses(self, region: Node) -> bool:
        """Whether some results of a network are used in some turns only: `a, b = net(x)`."""
        body = region.child_by_field_name("body")
        calls = {use.span for use in self._inside(region) if use.kind == "instance-call"} if body is not None else set()
        if body is None or not calls:
            return False
        names: set[str] = set()
        for use_span in calls:
            statement = self.tree.statement(use_span)
            assignment = statement.named_children[0] if statement is not None and statement.named_children else None
            left = assignment.child_by_field_name("left") if assignment is not None else None
            if left is not None and left.type == "pattern_list" and assignment is not None:
                right = assignment.child_by_field_name("right")
                names |= (
                    set(map(self.tree.text, left.named_children)) if right and span_of(right) == use_span else set()
                )
        always = Reader({}).block(body)
        return any(f".{name}" not in always and self._conditional(body, name) for name in names)

    def _conditional(self, node: Node, name: str, *, inside: bool = False) -> bool:
        """Whether a branch reads a name."""
        if node.type == "identifier" and inside:
            return self.tree.text(node) == name
        inside = inside or node.type in _CONDITIONAL
        return any(self._conditional(child, name, inside=inside) for child in node.named_children)

    def _calls(self, region: Node) -> Iterator[tuple[Names, Names]]:
        """The members that are called of each network that is not called itself."""
        whole: set[str] = set()
        parts: dict[str, set[tuple[str, bool]]] = {}
        waiting = [(region, True)]
        while waiting:
            node, always = waiting.pop()
            function = node.child_by_field_name("function") if node.type == "call" else None
            if function is not None and not _without_gradient(node):
                whole.update({self.tree.text(function)} if always else ())
                owner, name = function.child_by_field_name("object"), function.child_by_field_name("attribute")
                if owner is not None and name is not None and owner.type in {"identifier", "attribute"}:
                    parts.setdefault(self.tree.text(owner), set()).add((self.tree.text(name), always))
            always = always and node.type not in _CONDITIONAL
            waiting += ((child, always) for child in node.named_children if child.type != "class_definition")
        for network, called in sorted(parts.items()):
            if network not in whole:
                yield frozenset(part for part, _ in called), frozenset(part for part, always in called if always)


def _without_gradient(node: Node) -> bool:
    """Whether a call stands in no_grad(), or its result is detached."""
    parent = node.parent
    if parent is not None and parent.type == "attribute" and (parent.text or b"").endswith(b".detach"):
        return True
    while parent is not None and parent.type != "function_definition":
        head = (parent.text or b"").partition(b":")[0] if parent.type == "with_statement" else b""
        if b"no_grad" in head or b"inference_mode" in head:
            return True
        parent = parent.parent
    return False
