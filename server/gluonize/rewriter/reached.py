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
from gluonize.rewriter.layers import Network, networks
from gluonize.rewriter.reading import Names, reads_all
from gluonize.rewriter.tree import Tree

Reach = Literal["", "some", "marked"]
""" "": each step finds a gradient of every parameter; "some": it may not; "marked": nor does what an earlier backward
pass has reached tell, as several losses or optimizers share parameters, or gradients of skipped ones would be read."""

_BACKWARD = frozenset({"torch.Tensor.backward", "torch.autograd.backward"})
_STEPS = frozenset({"torch.optim.Optimizer.step", "torch.amp.GradScaler.step"})
_CLIPPING = "torch.nn.utils.clip_grad_"
_REGIONS = ("for_statement", "while_statement", "function_definition", "module")
_CONDITIONAL = frozenset({"if_statement", "conditional_expression", "except_clause"})


@dataclass(frozen=True, slots=True)
class _Found:
    """What a top-level statement, or a document, tells.

    `calls` are the members of a network that are called around a backward(), and those of them that always are.
    """

    networks: tuple[Network, ...] = ()
    calls: tuple[tuple[Names, Names], ...] = ()
    backward: int = 0
    optimizers: int = 0
    reads: bool = False
    joins: bool = False
    repeats: bool = False
    cleared: bool = False


def reached(documents: Sequence[Document], catalogue: Catalogue) -> list[Reach]:
    """What of each of the documents is to be said, which import from one another."""
    found = [_merged(_of_units(document, catalogue)) for document in documents]
    if not any(one.networks or one.joins or one.repeats for one in found):
        return [""] * len(found)
    groups = _groups(documents)
    skipping = {
        place for group in groups for place in group if _skips(_merged(found[other] for other in sorted(group)))
    }
    several = {place for group in groups for place in group if _several(_merged(found[other] for other in group))}
    return [("marked" if place in several else "some") if place in skipping else "" for place in range(len(found))]


def _skips(found: _Found) -> bool:
    if found.repeats or (found.joins and found.backward > 1) or any(network.skips for network in found.networks):
        return True
    return any(_partial(called, always, found.networks) for called, always in found.calls)


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


def _groups(documents: Sequence[Document]) -> list[set[int]]:
    """For each document: it, and all that it imports, directly or not."""
    places = {document.module: place for place, document in enumerate(documents) if document.module}
    direct: list[set[int]] = []
    for document in documents:
        own = ((key, value) for key, value in document.facts().items() if key[0] == "global" and ":" not in key[1])
        modules = {value.name.partition(":")[0] for _, value in own if value is not None and ":" in value.name}
        direct.append({places[module] for module in modules if module in places})
    return [_closure(place, direct) for place in range(len(documents))]


def _closure(place: int, direct: Sequence[set[int]]) -> set[int]:
    found, waiting = {place}, [place]
    while waiting:
        new = direct[waiting.pop()] - found
        found |= new
        waiting += new
    return found


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
        backward = [use for use in called if use.name in _BACKWARD]
        optimizers = [use for use in called if use.name.startswith("torch.optim.") and use.receiver is None]
        around = self._regions(backward)
        zeroed = (argument for use in called if use.name.endswith(".zero_grad") for argument in use.arguments)
        return _Found(
            networks=tuple(networks(self.tree, self.catalogue, self.uses, self.classes)),
            calls=tuple(names for region in around for names in self._calls(region)),
            backward=len(backward),
            optimizers=sum(use.name.rpartition(".")[2][:1].isupper() for use in optimizers),
            reads=any(use.name.startswith(_CLIPPING) or use.name.endswith("Parameter.grad") for use in self.uses),
            joins=any(self._joins(use) for use in optimizers),
            repeats=any(self._repeats(region, backward) for region in around),
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

    def _joins(self, optimizer: Use) -> bool:
        """Whether an optimizer steps the parameters of several networks."""
        node = self.tree.expression(optimizer.span)
        inner = self._inside(node) if node is not None else iter(())
        owners = {use.receiver for use in inner if use.name == "torch.nn.Module.parameters" and use.receiver}
        return len({self._text(owner) for owner in owners}) > 1

    def _repeats(self, region: Node, backward: list[Use]) -> bool:
        """Whether one optimizer takes several steps in a turn, each for a loss of its own."""
        steps: dict[str, int] = {}
        for use in self._inside(region):
            statement = self.tree.statement(use.span)
            if use.name not in _STEPS or use.receiver is None or statement is None:
                continue
            if self.tree.enclosing(statement, *_REGIONS) == region:
                optimizer = self._text(use.receiver)
                steps[optimizer] = steps.get(optimizer, 0) + 1
        losses = sum(region.start_byte <= use.span.start < region.end_byte for use in backward)
        return losses > 1 and max(steps.values(), default=0) > 1

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
