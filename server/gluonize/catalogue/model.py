"""What the catalogue knows of one PyTorch name, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

Target = Literal["nd", "np"]
"""`nd`: the classic NDArray API. `np`: the NumPy-like API (mx.np, mx.npx)."""

Kind = Literal["function", "method", "attribute", "class"]
"""What a PyTorch name is."""

TARGETS: tuple[Target, ...] = ("nd", "np")


class Category(str, Enum):
    """How a call, as it is written, differs from its MXNet equivalent; ordered from the least to the most work."""

    IDENTICAL = "identical"
    RENAMED = "renamed"
    RENAMED_ARGUMENTS = "renamed-arguments"
    DEFAULT_PINNED = "default-pinned"
    ARGUMENT_ADAPTED = "argument-adapted"
    ARGUMENT_IGNORABLE = "argument-ignorable"
    RESULT_FORM = "result-form"
    COMPOSITE = "composite"
    DELETABLE = "deletable"
    PROGRAM_LEVEL = "program-level"
    SEMANTICS = "semantics"
    ARGUMENT_UNSUPPORTED = "argument-unsupported"
    MISSING = "missing"
    UNRESOLVED = "unresolved"

    @property
    def rank(self) -> int:
        return _ORDER[self]

    @property
    def policy(self) -> Literal["automatic", "noted", "never"]:
        """Whether a fix is automatic, automatic with a note to read, or never offered."""
        if self in _NEVER:
            return "never"
        return "noted" if self in _NOTED else "automatic"


_ORDER = {category: rank for rank, category in enumerate(Category)}
_NOTED = {Category.ARGUMENT_IGNORABLE, Category.RESULT_FORM, Category.SEMANTICS}
_NEVER = {Category.ARGUMENT_UNSUPPORTED, Category.MISSING, Category.UNRESOLVED}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a torch signature; `default` is its source text, None when it is required."""

    name: str
    annotation: str | None = None
    default: str | None = None
    keyword_only: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a torch callable, in order."""

    parameters: tuple[Parameter, ...]
    text: str

    def __getitem__(self, name: str) -> Parameter:
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(parameter.name == name for parameter in self.parameters)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What running an entry's examples on both frameworks found."""

    cases: int
    passed: bool
    dtypes: tuple[str, ...] = ()
    max_abs_error: float = 0.0
    max_rel_error: float = 0.0
    gradient: Literal["checked", "not-differentiable", "skipped"] = "skipped"
    versions: tuple[tuple[str, str], ...] = ()
    counterexamples: tuple[str, ...] = ()

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Evidence:
        """The evidence that a record of an evidence file holds."""
        return cls(
            cases=record["cases"],
            passed=record["passed"],
            dtypes=tuple(record.get("dtypes", ())),
            max_abs_error=record.get("max_abs_error", 0.0),
            max_rel_error=record.get("max_rel_error", 0.0),
            gradient=record.get("gradient", "skipped"),
            versions=tuple(record.get("versions", {}).items()),
            counterexamples=tuple(record.get("counterexamples", ())),
        )


@dataclass(frozen=True, slots=True)
class Hint:
    """What MXNet has and PyTorch code does not ask for by name: one or two sentences, and code that shows it."""

    title: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One PyTorch name (or one overload of it) and its MXNet equivalent.

    `nd` and `np` are templates: Python expressions in which `$x` stands for the user's argument `x`, dropped with
    its keyword when absent, and `$x!` for the argument or, when absent, torch's default written out.
    """

    name: str
    chapter: str
    kind: Kind
    signature: Signature | None = None
    nd: str | None = None
    np: str | None = None
    nd_method: str | None = None
    np_method: str | None = None
    category: Category = Category.RENAMED
    note: str = ""
    argument_notes: tuple[tuple[str, str], ...] = ()
    refuse: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    none: str = ""
    instead: str = ""
    rule: str = ""
    helpers: tuple[str, ...] = ()
    returns: str = "torch.Tensor"
    aliases: tuple[str, ...] = ()
    inplace: bool = False
    floating: Literal["", "always", "with-floats"] = ""
    """When PyTorch computes with integer tensors in floating point, so that the rewriter casts them."""
    state: tuple[tuple[str, str], ...] = ()
    forward: tuple[str, ...] = ("input",)
    """For a layer or loss: the parameters of its call, in order."""
    examples: tuple[str, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    tolerance: tuple[float, float] | None = None
    verify: tuple[tuple[str, object], ...] = field(default=())
    see: tuple[str, ...] = ()

    def template(self, target: Target, *, method: bool = False) -> str | None:
        """The template for `target`, in its method form where the use is a method call and the entry has one."""
        if target == "nd":
            return (self.nd_method if method else None) or self.nd
        return (self.np_method if method else None) or self.np
