"""The state of one unit's evaluation: scopes, facts read and written, uses found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tree_sitter import Node

from gluonize.analysis.knowledge import Knowledge
from gluonize.analysis.model import Argument, Span, Use
from gluonize.analysis.types import Type, join

FactKey = tuple[str, ...]
"""("module", n): a global at this point; ("global", n): a global at the end; ("attr", class, n); ("base", class);
("declared", class, n): by an annotation in the class's body;
("param", function, n); ("return", function)."""

Facts = dict[FactKey, "Type | None"]


@dataclass(slots=True)
class Scope:
    """One function, class, lambda or comprehension (or the module), and the names it binds."""

    path: str
    kind: str
    names: Facts = field(default_factory=dict)
    owner: str = ""
    """The class whose method this function is."""
    globals: set[str] = field(default_factory=set)


@dataclass(slots=True)
class State:
    """Everything that the evaluation of one top-level statement needs and gathers."""

    knowledge: Knowledge
    facts: Facts
    module: Facts
    source: bytes
    base: int
    """Offset of the parsed text in the document."""
    start: int
    """Offset of the unit: uses are stored relative to it."""
    scopes: list[Scope] = field(default_factory=lambda: [Scope("", "module")])
    reads: Facts = field(default_factory=dict)
    writes: Facts = field(default_factory=dict)
    binds: Facts = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    silent: int = 0
    statement: Span = Span(0, 0)
    module_name: str = ""
    """The dotted name of the file's own module in its project, with a dot behind it where it is a package."""
    learned: dict[Span, Type] = field(default_factory=dict)
    """Types of receivers that a slower analysis found, by span."""
    called_with: dict[Span, Type | None] = field(default_factory=dict)
    """What the lambdas at some places are called with."""
    deferred: list[Callable[[], None]] = field(default_factory=list)

    # -- text -------------------------------------------------------------------------------------------------------

    def text(self, node: Node) -> str:
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def span(self, node: Node) -> Span:
        shift = self.base - self.start
        return Span(node.start_byte + shift, node.end_byte + shift)

    # -- facts ------------------------------------------------------------------------------------------------------

    def read(self, key: FactKey) -> Type | None:
        value = self.facts[key] if key in self.facts else self.writes.get(key)
        self.reads[key] = value
        return value

    def has(self, key: FactKey) -> bool:
        return key in self.facts or key in self.writes

    def write(self, key: FactKey, value: Type | None) -> None:
        self.writes[key] = join(self.writes[key], value) if key in self.writes else value

    # -- names ------------------------------------------------------------------------------------------------------

    @property
    def scope(self) -> Scope:
        return self.scopes[-1]

    @property
    def at_module_level(self) -> bool:
        return all(scope.kind in {"module", "comprehension"} for scope in self.scopes)

    def bind(self, name: str, value: Type | None) -> None:
        scope = self.scope
        if scope.kind == "module" or name in scope.globals:
            self.scopes[0].names[("", name)] = value
            self.binds[("module", name)] = value
            self.write(("global", name), value)
            return
        scope.names[("", name)] = value
        if scope.kind == "class":
            self.write(("attr", scope.path, name), value)

    def lookup(self, name: str) -> tuple[bool, Type | None]:
        """Whether `name` is bound anywhere that Python would look, and its type."""
        key = ("", name)
        for index in range(len(self.scopes) - 1, 0, -1):
            scope = self.scopes[index]
            if scope.kind == "class" and index != len(self.scopes) - 1:
                continue
            if key in scope.names:
                return True, scope.names[key]
        if self.at_module_level:
            if key in self.scopes[0].names:
                return True, self.scopes[0].names[key]
            return self._global(("module", name), self.module)
        return self._global(("global", name), self.facts)

    def _global(self, key: FactKey, facts: Facts) -> tuple[bool, Type | None]:
        value = facts.get(key)
        found = key in facts
        if not found and key[0] == "global" and key in self.writes:
            return True, self.read(key)
        self.reads[key] = value if found else Type("foreign", "unbound")
        if found:
            return True, value
        return self._star(key[1])

    def _star(self, name: str) -> tuple[bool, Type | None]:
        if not self.has(("stars",)):
            self.reads[("stars",)] = Type("foreign", "unbound")
            return False, None
        stars = self.read(("stars",))
        for module in stars.items if stars is not None else ():
            full = self.knowledge.star(module.name).get(name) if module is not None else None
            if full is not None:
                return True, Type("ref", full)
        return False, None

    # -- uses -------------------------------------------------------------------------------------------------------

    def emit(
        self,
        name: str,
        kind: str,
        node: Node,
        name_node: Node,
        *,
        receiver: Node | None = None,
        arguments: tuple[Argument, ...] = (),
        sure: bool = True,
        store: bool = False,
        result: str = "",
        receiver_type: str = "",
    ) -> None:
        """Record a use, unless this is a trial pass."""
        if self.silent:
            return
        self.uses.append(
            Use(
                name=name,
                kind=kind,  # type: ignore[arg-type]
                span=self.span(node),
                name_span=self.span(name_node),
                receiver=None if receiver is None else self.span(receiver),
                arguments=arguments,
                sure=sure,
                scope=self.scope.path,
                statement=self.statement,
                store=store,
                result=result,
                receiver_type=receiver_type,
            )
        )

    def forget(self, node: Node) -> None:
        """Drop the uses inside an expression: it is none of PyTorch's after all."""
        start, end = self.span(node)
        self.uses = [use for use in self.uses if not (start <= use.span.start and use.span.end <= end)]
