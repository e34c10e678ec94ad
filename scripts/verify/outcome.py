"""What verifying an entry found, gathered case by case; imports neither framework."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_COUNTEREXAMPLES = 8


@dataclass
class Comparison:
    """What comparing results found so far: the largest errors, the dtypes seen, and the forms that differed."""

    max_abs: float = 0.0
    max_rel: float = 0.0
    dtypes: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Failure:
    """One disagreement."""

    entry: str
    example: str
    target: str
    message: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.example} [{self.target}]: {self.message}"


@dataclass
class Outcome:
    """The running record of one entry (of one overload of it)."""

    entry: str
    cases: int = 0
    failures: list[Failure] = field(default_factory=list)
    seen: Comparison = field(default_factory=Comparison)
    gradient: str = "skipped"
    converted: list[tuple[str, str, str]] = field(default_factory=list)
    counterexamples: dict[tuple[str, str], str] = field(default_factory=dict)

    def fail(self, example: str, target: str, message: str) -> None:
        """Record a disagreement; one line of text."""
        self.failures.append(Failure(self.entry, example, target, one_line(message)))

    def reject(self, target: str, situation: str, example: str, message: str) -> None:
        """Record a situation in which the frameworks part; one per target and situation, the first that was found."""
        if len(self.counterexamples) < MAX_COUNTEREXAMPLES:
            text = f"{target}: {example} with {situation}: {one_line(message)}"
            self.counterexamples.setdefault((target, situation), text)

    def saw_gradient(self, state: str) -> None:
        """`checked` outranks `not-differentiable`, which outranks `skipped`."""
        order = ["skipped", "not-differentiable", "checked"]
        self.gradient = max(self.gradient, state, key=order.index)


def one_line(text: str, limit: int = 200) -> str:
    """The line of an error message that says what happened, without addresses."""
    lines = [line.strip() for line in str(text).strip().splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("MXNetError", "Check failed"))]
    line = (errors or lines or ["no message"])[0]
    return line if len(line) <= limit else line[: limit - 1] + "…"


def error_text(error: Exception) -> str:
    """An exception as part of a sentence."""
    return f"{type(error).__name__}: {one_line(str(error))}"
