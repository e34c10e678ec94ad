"""Comments that silence findings: `# gluonize: ignore`, `# gluonize: ignore[code, code]`, `# gluonize: ignore-file`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gluonize.analysis.model import Span
from gluonize.rewriter.model import Edit, Finding

_MARK = b"gluonize:"
_COMMENT = re.compile(rb"#[ \t]*gluonize:[ \t]*ignore(?P<file>-file)?(?:\[(?P<codes>[^\]\r\n]*)\])?(?![\w\[-])")
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A line whose findings are silenced: all of them, or those of `codes`."""

    line: Span
    codes: frozenset[str] | None

    def hides(self, finding: Finding) -> bool:
        """Whether the finding's name, or the end of its expression, is on this line and its code is meant."""
        if self.codes is not None and finding.category.value not in self.codes:
            return False
        start, end = self.line
        return start <= finding.span.start <= end or start <= finding.use.span.end <= end

    def moved(self, by: int) -> Suppressed:
        """The same for a text whose offsets are larger by `by`."""
        return Suppressed(Span(self.line.start + by, self.line.end + by), self.codes)


@dataclass(frozen=True, slots=True)
class Suppressions:
    """All suppressions of a text."""

    whole_file: bool = False
    lines: tuple[Suppressed, ...] = ()

    def within(self, span: Span) -> tuple[Suppressed, ...]:
        """The suppressions of the lines that a span touches."""
        return tuple(item for item in self.lines if item.line.start <= span.end and span.start <= item.line.end)

    def visible(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that no comment silences."""
        if self.whole_file:
            return ()
        if not self.lines:
            return tuple(findings)
        return tuple(finding for finding in findings if not any(line.hides(finding) for line in self.lines))


def suppressions(data: bytes) -> Suppressions:
    """The suppressions written in the UTF-8 text `data`."""
    if _MARK not in data:
        return Suppressions()
    lines: list[Suppressed] = []
    for match in _COMMENT.finditer(data):
        if match["file"]:
            return Suppressions(whole_file=True)
        codes = match["codes"]
        names = (
            None if codes is None else frozenset(code.strip().decode(errors="replace") for code in codes.split(b","))
        )
        lines.append(Suppressed(_line(data, match.start()), names))
    return Suppressions(lines=tuple(lines))


def suppress(data: bytes, finding: Finding) -> Edit:
    """The edit that silences a finding's code at the end of its line, joining a comment of ours that is there."""
    line = _line(data, finding.span.start)
    code = finding.category.value
    match = _COMMENT.search(data, line.start, line.end)
    if match and match["codes"] is not None:
        end = match.end("codes")
        return Edit(end, end, f", {code}" if match["codes"].strip() else code)
    return Edit(line.end, line.end, f"  # gluonize: ignore[{code}]")


def can_suppress(data: bytes, finding: Finding) -> bool:
    """Whether a comment may end the finding's line: not after a backslash, and not inside a string's lines."""
    line = _line(data, finding.span.start)
    text = data[line.start : line.end]
    return not text.rstrip().endswith(b"\\") and text.count(b'"""') % 2 == 0 and text.count(b"'''") % 2 == 0


def _line(data: bytes, offset: int) -> Span:
    start = max(data.rfind(b"\n", 0, offset), data.rfind(b"\r", 0, offset)) + 1
    end = _LINE_END.search(data, offset)
    return Span(start, end.start() if end else len(data))
