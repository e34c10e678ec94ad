"""What an editor underlines: one diagnosis per finding, with its severity and what else to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from gluonize.analysis.model import Span
from gluonize.catalogue.model import Category
from gluonize.rewriter.model import Finding

Severity = Literal["error", "warning", "information", "hint", "off"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information", "hint", "off")

DEFAULT_SEVERITIES: Mapping[Category, Severity] = {
    category: "hint" if category is Category.UNRESOLVED else "warning" if category.policy == "never" else "information"
    for category in Category
}


@dataclass(frozen=True, slots=True)
class Related:
    """Another place of the same text that explains a diagnosis."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One underlined place."""

    span: Span
    severity: Severity
    code: str
    message: str
    name: str
    """The PyTorch name, qualified."""
    fixable: bool
    unnecessary: bool = False
    related: tuple[Related, ...] = ()


def diagnose(
    findings: Iterable[Finding], severities: Mapping[Category, Severity], *, related: bool = False
) -> tuple[Diagnosis, ...]:
    """The diagnoses of `findings` whose severity is not "off"; `related` asks for the places that explain them."""
    listed = tuple(findings)
    imports = _imports(listed) if related else {}
    return tuple(
        Diagnosis(
            span=finding.span,
            severity=severity,
            code=finding.category.value,
            message=message(finding),
            name=finding.use.name,
            fixable=finding.convertible,
            unnecessary=finding.category is Category.DELETABLE,
            related=tuple(_related(finding, imports)) if related else (),
        )
        for finding in listed
        if (severity := severities[finding.category]) != "off"
    )


def message(finding: Finding) -> str:
    """The finding's sentence, and the reason why it is not converted where the sentence does not say it."""
    if finding.reason and finding.reason.rstrip(".") not in finding.message:
        return f"{finding.message} Not converted: {finding.reason}"
    return finding.message


def _imports(findings: tuple[Finding, ...]) -> dict[str, Span]:
    return {finding.use.name: finding.span for finding in findings if finding.use.kind == "import"}


def _related(finding: Finding, imports: Mapping[str, Span]) -> Iterator[Related]:
    use = finding.use
    if use.kind == "import":
        return
    if use.receiver is not None:
        owner = use.name.rpartition(".")[0]
        yield Related(use.receiver, f"This is a {owner}." if use.sure else f"This may be a {owner}.")
        return
    name = use.name
    while name:
        if name in imports:
            yield Related(imports[name], f"{name} is imported here.")
            return
        name = name.rpartition(".")[0]
