"""The MXNet name of a call, shown behind it in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gluonize.analysis.model import Span
from gluonize.rewriter.model import Finding

_CALLEE = re.compile(r"[A-Za-z_][\w.]*(?=\()")
_PACKAGES = re.compile(r"^mx\.(?:gluon\.)?")


@dataclass(frozen=True, slots=True)
class Hint:
    """A label behind the byte offset `at`; `tooltip` is the whole expression."""

    at: int
    label: str
    tooltip: str


def hints(findings: Iterable[Finding], within: Span) -> tuple[Hint, ...]:
    """The hints of the calls that end in `within`."""
    return tuple(
        Hint(finding.use.span.end, f"→ {short_name(finding.replacement)}", finding.replacement)
        for finding in findings
        if finding.use.kind == "call" and finding.replacement and within.start <= finding.use.span.end <= within.end
    )


def short_name(replacement: str) -> str:
    """What a replacement calls, without the packages that every name has; the expression itself if it calls nothing."""
    callee = _CALLEE.search(replacement)
    return _PACKAGES.sub("", callee[0]) if callee else replacement
