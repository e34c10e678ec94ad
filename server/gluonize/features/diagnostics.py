"""What an editor underlines: one diagnosis per finding, with its severity and what else to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from gluonize.analysis.model import Span, Use
from gluonize.catalogue.model import Category
from gluonize.rewriter.model import Finding

Severity = Literal["error", "warning", "information", "hint", "off"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "information", "hint", "off")

DEFAULT_SEVERITIES: Mapping[Category, Severity] = {
    category: "hint" if category is Category.UNRESOLVED else "warning" if category.policy == "never" else "information"
    for category in Category
}


class Related(NamedTuple):
    """Another place of the same text that explains a diagnosis."""

    span: Span
    message: str


class Diagnosis(NamedTuple):
    """One underlined place. A named tuple, because a long file makes a thousand of them on every key."""

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
    findings: Iterable[Finding], severities: Mapping[Category, Severity], imports: Iterable[Use] | None = None
) -> tuple[Diagnosis, ...]:
    """The diagnoses of `findings` whose severity is not "off".

    `imports` are the text's imports of PyTorch; with them a diagnosis has the places that explain it.
    """
    origins = None if imports is None else {use.name: _origin(use) for use in imports}
    return tuple(
        Diagnosis(
            finding.span,
            severity,
            finding.category.value,
            finding.explained,
            finding.use.name,
            finding.convertible,
            finding.category is Category.DELETABLE,
            () if origins is None else _related(finding.use, origins),
        )
        for finding in findings
        if (severity := severities[finding.category]) != "off"
    )


def _origin(use: Use) -> Related:
    return Related(use.name_span, f"{use.name} is imported here.")


def _related(use: Use, origins: Mapping[str, Related]) -> tuple[Related, ...]:
    """The receiver of a method, or the import that a name comes from."""
    if use.receiver is not None:
        owner = use.name.rpartition(".")[0]
        return (Related(use.receiver, f"This is a {owner}." if use.sure else f"This may be a {owner}."),)
    name = use.name
    while name:
        if name in origins:
            return (origins[name],)
        name = name.rpartition(".")[0]
    return ()
